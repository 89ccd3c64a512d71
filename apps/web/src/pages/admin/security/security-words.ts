import type { Security, SecurityKind } from "@punctual/contract";
import { number } from "../plain-words.ts";
import { windowWords } from "../windows.ts";

export const kindNames: Readonly<Record<SecurityKind, string>> = {
  sign_in_failed: "Failed sign-ins",
  account_guessed: "Guesses at one account",
  token_failed: "Sessions, keys and links not valid",
  signature_failed: "Wrong signatures",
  access_denied: "Access denied",
  request_forged: "From other sites' pages",
  limit_hit: "Told to wait",
  policy_violated: "Blocked by browsers",
  audit_broken: "Audit log tampered with",
};

/** Is anything going on? */
export function securitySentence({ kinds, window }: Security): string {
  const loud = kinds.filter(({ alertSince }) => alertSince !== null);
  const [first] = loud;
  if (first !== undefined) {
    const more = loud.length === 1 ? "" : `, and ${loud.length - 1} more`;
    const many = first.threshold > 1 ? ": more than usual" : "";
    return `${kindNames[first.kind]}${many}${more}. What to do is below.`;
  }
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return `All calm: nothing was refused in ${windowWords[window]}.`;
  return `All calm: ${number(total)} refused in ${windowWords[window]}, each kind within what is usual.`;
}

/** Names of what a subject is when it is no person: a limit, a route, a key. */
export function subjectWords({ subject, name, kind }: Security["subjects"][number]): string {
  if (name !== null) return name;
  if (subject.startsWith("acc_")) return "an account that is not here";
  if (subject.startsWith("per_")) return "a person who is gone";
  if (subject.startsWith("key_")) return `API key ${subject}`;
  return kind === "limit_hit" ? (limitNames[subject] ?? subject) : subject;
}

const limitNames: Readonly<Record<string, string>> = {
  perAddress: "requests of one address",
  reads: "reads of one person or key",
  writes: "changes of one person or key",
  upstream: "calls that reach Calendly",
  signIn: "sign-ins of one address",
  failedSignIn: "failed sign-ins to one account from one place",
  failedByAccount: "failed sign-ins to one account",
  failedByAddress: "failed sign-ins of one address",
  mails: "mails to one address",
  badSignatures: "wrong signatures of one address",
  streams: "live streams",
};
