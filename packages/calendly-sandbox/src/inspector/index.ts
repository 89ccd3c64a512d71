import { Hono } from "hono";

export function inspectorRoutes(): Hono {
  return new Hono();
}
