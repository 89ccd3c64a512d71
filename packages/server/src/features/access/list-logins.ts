import type { LoginInfo } from "@punctual/contract";
import type { Identity } from "./identity.ts";
import { deviceOf } from "./rules.ts";
import type { Viewer } from "./types.ts";

/** Where the viewer is signed in, the newest first. */
export async function listLogins(identity: Identity, viewer: Viewer): Promise<LoginInfo[]> {
  const logins = await identity.listLogins(viewer.personId);
  return logins.map((login) => ({
    id: login.id,
    current: login.id === viewer.loginId,
    device: deviceOf(login.userAgent),
    address: login.address,
    startedAt: login.startedAt.toString(),
    lastSeenAt: login.lastSeenAt.toString(),
    expiresAt: login.expiresAt.toString(),
  }));
}
