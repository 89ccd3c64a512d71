/** What a text is searched in: the whole of it, and its words. In lower case. */
export interface Searchable {
  readonly text: string;
  readonly words: readonly string[];
}

/** Whether a text is what was searched for. */
export type Search = (searchable: Searchable) => boolean;

/** Takes strings apart by spaces (an e-mail address stays one word), by what stands in no name, and into bare words. */
export function toSearchable(strings: readonly string[]): Searchable {
  const text = strings.join("\n").toLowerCase();
  const words = [/\s+/u, /[^\p{L}\p{N}_-]+/u, /[^\p{L}\p{N}]+/u].flatMap((border) => text.split(border));
  return { text, words: [...new Set(words)].filter((word) => word !== "") };
}

type Token =
  | { readonly kind: "or" | "and" | "not" | "open" | "close" }
  | { readonly kind: "term"; readonly test: Search };

/** Whether a word has the parts between the asterisks, in their order, and begins and ends as the outer ones say. */
function matchesParts(word: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (word.length < first.length + last.length || !word.startsWith(first) || !word.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = word.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= word.length - last.length;
}

function wordTest(word: string): Search {
  const wanted = word.toLowerCase();
  if (!wanted.includes("*")) return ({ words }) => words.includes(wanted);
  const parts = wanted.split(/\*+/);
  return ({ words }) => words.some((candidate) => matchesParts(candidate, parts));
}

const operators: Readonly<Record<string, "or" | "and" | "open" | "close">> = {
  "|": "or",
  OR: "or",
  "+": "and",
  AND: "and",
  "(": "open",
  ")": "close",
};

function tokensOf(term: string): readonly Token[] {
  const pattern = /"([^"]*)"?|[|+()]|(-)(?=\S)|[^\s|+()"]+/g;
  return [...term.matchAll(pattern)].flatMap(([token, phrase, minus]): Token[] => {
    if (phrase !== undefined) {
      const wanted = phrase.toLowerCase();
      return wanted === "" ? [] : [{ kind: "term", test: ({ text }) => text.includes(wanted) }];
    }
    if (minus !== undefined) return [{ kind: "not" }];
    if (token === "-") return [];
    const operator = Object.hasOwn(operators, token) ? operators[token] : undefined;
    return [operator === undefined ? { kind: "term", test: wordTest(token) } : { kind: operator }];
  });
}

/**
 * Compiles Calendly's `search_term`: `a | b`, `a + b` (also by a space), `"a phrase"`, `-a`, `(...)`, `*@example.com`.
 * As forgiving as a search box: an operator without its term, or a bracket without its other half, means nothing.
 * Null when nothing is searched for.
 */
export function compileSearch(term: string): Search | null {
  const tokens = tokensOf(term);
  let at = 0;
  const isAt = (kind: Token["kind"]) => tokens[at]?.kind === kind;

  function single(): Search | null {
    const token = tokens[at];
    if (token === undefined) return null;
    at += 1;
    if (token.kind === "term") return token.test;
    if (token.kind === "not") {
      const inner = isAt("close") || isAt("or") ? null : single();
      return inner === null ? null : (searchable) => !inner(searchable);
    }
    if (token.kind !== "open") return null;
    const inner = either();
    if (isAt("close")) at += 1;
    return inner;
  }

  function every(): Search | null {
    const parts: Search[] = [];
    while (at < tokens.length && !isAt("or") && !isAt("close")) {
      const part = single();
      if (part !== null) parts.push(part);
    }
    return parts.length === 0 ? null : (searchable) => parts.every((part) => part(searchable));
  }

  function either(): Search | null {
    const parts: Search[] = [];
    for (;;) {
      const part = every();
      if (part !== null) parts.push(part);
      if (!isAt("or")) break;
      at += 1;
    }
    return parts.length === 0 ? null : (searchable) => parts.some((part) => part(searchable));
  }

  const alternatives: Search[] = [];
  while (at < tokens.length) {
    const part = either();
    if (part !== null) alternatives.push(part);
    // A bracket that closes what was never opened.
    if (isAt("close")) at += 1;
  }
  return alternatives.length === 0 ? null : (searchable) => alternatives.every((part) => part(searchable));
}
