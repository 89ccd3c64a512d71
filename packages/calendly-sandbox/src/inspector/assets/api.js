// The controls, over HTTP. A refusal becomes an error with the sandbox's own sentence.

/** @param {string} method @param {string} path below `/_sandbox` @param {unknown} [body] */
export async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(`/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  if (answer.status === 204) return null;
  const text = await answer.text();
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error(`The sandbox answered ${answer.status} with something unreadable.`);
  }
  if (answer.ok) return read;
  throw new Error(read.error ?? read.message ?? `The sandbox answered ${answer.status}.`);
}

/** @param {string} path @param {Record<string, string | number | undefined | null>} [query] */
export function get(path, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(wanted.map(([name, value]) => [name, String(value)]));
  return call("GET", search.size === 0 ? path : `${path}?${search}`);
}

/** @param {string} path @param {unknown} [body] */
export const post = (path, body = {}) => call("POST", path, body);
/** @param {string} path @param {unknown} body */
export const patch = (path, body) => call("PATCH", path, body);
/** @param {string} path */
export const remove = (path) => call("DELETE", path);

/** One segment of a path. @param {string} text */
export const segment = (text) => encodeURIComponent(text);
