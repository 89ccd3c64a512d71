import { type EndpointId, endpoints } from "@punctual/calendly";

interface Route {
  readonly id: EndpointId;
  readonly method: string;
  readonly pattern: RegExp;
}

let routes: readonly Route[] | null = null;

/** Literal segments go before parameters, as in `/users/me` and `/users/{uuid}`. */
function compile(): readonly Route[] {
  return (Object.entries(endpoints) as [EndpointId, { readonly method: string; readonly path: string }][])
    .sort(([, a], [, b]) => a.path.split("{").length - b.path.split("{").length)
    .map(([id, { method, path }]) => ({
      id,
      method,
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`),
    }));
}

/** The operation of the API that a method and path mean; null for everything else. */
export function operationOf(method: string, path: string): EndpointId | null {
  routes ??= compile();
  return routes.find((route) => route.method === method && route.pattern.test(path))?.id ?? null;
}
