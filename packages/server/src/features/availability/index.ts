export { dropAvailability } from "./drop-availability.ts";
export { availabilityRoutes } from "./routes.ts";
