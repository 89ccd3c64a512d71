import type { Endpoint } from "./endpoint.ts";
import * as endpoints from "./endpoints.ts";

/** The id of an operation. */
export type EndpointId = keyof typeof endpoints;

/** Every operation, for whoever walks the table; naming it brings the whole table into a bundle. */
export const endpointList: readonly Endpoint[] = Object.values(endpoints);
