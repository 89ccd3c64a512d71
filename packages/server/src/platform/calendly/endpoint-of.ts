import { endpointList } from "@punctual/calendly";

const shapes = endpointList.map(({ id, method, path }) => ({
  id,
  method,
  shape: new RegExp(`${path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "[^/]+")}$`),
  literals: path.split("/").filter((part) => !part.startsWith("{")).length,
}));

/** The endpoint that a request goes to, for one that was sent past the client; `other` when it is none. */
export function endpointOf(method: string, url: string): string {
  const { pathname } = new URL(url);
  const fitting = shapes.filter((one) => one.method === method && one.shape.test(pathname));
  // `/users/me` is nearer than `/users/{uuid}`.
  return fitting.sort((a, b) => b.literals - a.literals)[0]?.id ?? "other";
}
