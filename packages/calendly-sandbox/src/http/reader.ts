import { isEmail, parseInstant } from "../world/check-booking.ts";
import type { InvalidDetail } from "../world/types.ts";
import type { Parameters } from "./input.ts";

/**
 * Reads parameters one by one and notes what is wrong with each, in Calendly's words. Look at `details` before using
 * anything that was read: a faulty parameter reads as undefined.
 */
export interface Reader {
  readonly details: InvalidDetail[];
  has(name: string): boolean;
  /** Notes every parameter that is not one of these. */
  only(names: readonly string[]): void;
  string(name: string, options?: { readonly required?: boolean; readonly longest?: number }): string | undefined;
  /** The id in a resource URI of `collection`, whatever its origin. */
  uri(name: string, collection: string, options?: { readonly required?: boolean }): string | undefined;
  /** Milliseconds. */
  instant(name: string, options?: { readonly required?: boolean }): number | undefined;
  email(name: string, options?: { readonly required?: boolean }): string | undefined;
  integer(
    name: string,
    bounds: { readonly least: number; readonly most: number; readonly required?: boolean },
  ): number | undefined;
  /** At most `longest` whole numbers within the bounds, also comma separated. */
  integers(
    name: string,
    bounds: { readonly least: number; readonly most: number; readonly longest: number },
  ): readonly number[] | undefined;
  boolean(name: string): boolean | undefined;
  choice<Choice extends string>(
    name: string,
    choices: readonly Choice[],
    options?: { readonly required?: boolean },
  ): Choice | undefined;
  /** A list of strings, also comma separated. */
  strings(name: string, options?: { readonly required?: boolean }): readonly string[] | undefined;
  /** An object to read with a reader of its own, whose details name the path. */
  object(name: string, options?: { readonly required?: boolean }): Reader | undefined;
  objects(name: string): readonly Reader[] | undefined;
}

/** The last segment of `.../{collection}/{id}`; a path without an origin will do. Null for anything else. */
export function idInUri(text: string, collection: string): string | null {
  let path = text.trim();
  try {
    path = new URL(path).pathname;
  } catch {
    if (!path.startsWith("/")) return null;
  }
  const match = new RegExp(`^/${collection}/([A-Za-z0-9_-]{1,64})/?$`).exec(path);
  return match?.[1] ?? null;
}

const isObject = (value: unknown): value is Parameters =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads `parameters`; `path` goes before each name in the details, to which the readers of one request all add. */
export function createReader(parameters: Parameters, path = "", details: InvalidDetail[] = []): Reader {
  const full = (name: string) => `${path}${name}`;
  const fail = (name: string, message: string): undefined => {
    details.push({ parameter: full(name), message });
    return undefined;
  };
  const value = (name: string): unknown => {
    const found = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return found === null || found === "" ? undefined : found;
  };
  const text = (name: string, required: boolean | undefined, expected: string): string | undefined => {
    const found = value(name);
    if (found === undefined) return required ? fail(name, "is missing") : undefined;
    return typeof found === "string" ? found : fail(name, expected);
  };

  return {
    details,
    has: (name) => value(name) !== undefined,
    only(names) {
      for (const name of Object.keys(parameters)) if (!names.includes(name)) fail(name, "is not allowed");
    },
    string(name, options = {}) {
      const found = text(name, options.required, "must be a string");
      if (found !== undefined && options.longest !== undefined && found.length > options.longest) {
        return fail(name, `size cannot be greater than ${options.longest}`);
      }
      return found;
    },
    uri(name, collection, options = {}) {
      const found = text(name, options.required, "must be a string");
      if (found === undefined) return undefined;
      return idInUri(found, collection) ?? fail(name, "is not a valid URI");
    },
    instant(name, options = {}) {
      const found = text(name, options.required, "must be a string");
      if (found === undefined) return undefined;
      return parseInstant(found) ?? fail(name, "must be a valid date-time");
    },
    email(name, options = {}) {
      const found = text(name, options.required, "must be a string");
      if (found === undefined) return undefined;
      // An unencoded plus arrives as a space.
      const address = found.trim().replaceAll(" ", "+");
      return isEmail(address) ? address : fail(name, "Email format is invalid");
    },
    integer(name, bounds) {
      const found = value(name);
      if (found === undefined) return bounds.required ? fail(name, "is missing") : undefined;
      const number = typeof found === "string" && /^-?\d{1,9}$/.test(found) ? Number(found) : found;
      if (typeof number !== "number" || !Number.isInteger(number)) return fail(name, "must be an integer");
      if (number < bounds.least) return fail(name, `must be greater than or equal to ${bounds.least}`);
      if (number > bounds.most) return fail(name, `must be less than or equal to ${bounds.most}`);
      return number;
    },
    integers(name, bounds) {
      const found = value(name);
      if (found === undefined) return undefined;
      const list: unknown = typeof found === "string" ? found.split(",") : found;
      if (!Array.isArray(list)) return fail(name, "must be an array");
      if (list.length > bounds.longest) return fail(name, `size cannot be greater than ${bounds.longest}`);
      const items = createReader(Object.fromEntries(list.entries()), "", []);
      const numbers = list.map((_, at) => items.integer(String(at), bounds));
      const [wrong] = items.details;
      if (wrong !== undefined) return fail(`${name}[${wrong.parameter}]`, wrong.message);
      return numbers.every((number) => number !== undefined) ? numbers : fail(name, "must be an array of integers");
    },
    boolean(name) {
      const found = value(name);
      if (found === undefined) return undefined;
      if (found === true || found === "true") return true;
      if (found === false || found === "false") return false;
      return fail(name, "must be boolean");
    },
    choice(name, choices, options = {}) {
      const found = text(name, options.required, `must be one of: ${choices.join(", ")}`);
      if (found === undefined) return undefined;
      return choices.find((choice) => choice === found) ?? fail(name, `must be one of: ${choices.join(", ")}`);
    },
    strings(name, options = {}) {
      const found = value(name);
      if (found === undefined) return options.required ? fail(name, "is missing") : undefined;
      const list = typeof found === "string" ? found.split(",").map((item) => item.trim()) : found;
      if (!Array.isArray(list)) return fail(name, "must be an array");
      const strings = list.filter((item): item is string => typeof item === "string");
      return strings.length === list.length ? strings : fail(name, "must be an array of strings");
    },
    object(name, options = {}) {
      const found = value(name);
      if (found === undefined) return options.required ? fail(name, "is missing") : undefined;
      return isObject(found) ? createReader(found, `${full(name)}.`, details) : fail(name, "must be an object");
    },
    objects(name) {
      const found = value(name);
      if (found === undefined) return undefined;
      if (!Array.isArray(found) || found.length > 200) return fail(name, "must be an array");
      return found.map((item: unknown, at) =>
        createReader(isObject(item) ? item : {}, `${full(`${name}[${at}]`)}.`, details),
      );
    },
  };
}
