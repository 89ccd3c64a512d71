import type { Context } from "../../platform/context.ts";
import type { Identity } from "./identity.ts";
// The queues of these jobs are made at the start, whether Clerk's code is loaded or not.
import "./clerk-jobs.ts";
import { createLocalIdentity } from "./local-identity.ts";

/** The identity that the settings ask for. Clerk's library is loaded only by those who use it. */
export async function openIdentity(context: Context): Promise<Identity> {
  const { auth } = context.config;
  if (auth.mode === "local") return createLocalIdentity(context);
  const { createClerkIdentity } = await import("./clerk-identity.ts");
  return createClerkIdentity(context, auth.clerk);
}
