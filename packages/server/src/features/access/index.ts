export { ensurePeople, ensurePerson, type WantedPerson } from "./ensure-person.ts";
export { type Admission, admit } from "./gate.ts";
export { type Call, type ErasedCall, type HandledRoute, handle } from "./handle.ts";
export type { Identity, IdentityCapabilities, KnownPerson, Login, LoginSession, PersonChange } from "./identity.ts";
export { createLocalIdentity } from "./local-identity.ts";
export { accessRoutes } from "./routes.ts";
export { actorOf, isAdmin, isCoach, isRealtor } from "./rules.ts";
export { sweepNonces } from "./sweep-nonces.ts";
export type { AuthorizedAdmin, AuthorizedCoach, AuthorizedRealtor, Viewer, ViewerOf } from "./types.ts";
