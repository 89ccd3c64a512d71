import { routes } from "@punctual/contract";
import type { Plugin } from "vite";

/**
 * Gives the browser the contract's route table without its schemas. The client sends and the server parses:
 * a page needs each route's method and path only, and the schemas would bring all of Zod with them.
 */
export function routeTable(): Plugin {
  const table = Object.fromEntries(
    Object.entries(routes).map(([id, route]) => [id, { id, method: route.method, path: route.path }]),
  );
  return {
    name: "punctual:route-table",
    enforce: "pre",
    load(id) {
      if (!id.split("?")[0]?.endsWith("/packages/contract/src/routes.ts")) return null;
      return `export const routes = ${JSON.stringify(table)};`;
    },
  };
}
