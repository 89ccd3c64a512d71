import { createClerkClient } from "@clerk/backend";
import { isClerkAPIResponseError } from "@clerk/backend/errors";
import type { Role } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { ClerkConfig } from "../config.ts";
import { ClerkUnavailable } from "./unavailable.ts";
import { type ClerkUser, clerkUserSchema } from "./user.ts";

/** A login session as Clerk keeps it. */
export interface ClerkSession {
  readonly id: string;
  readonly userId: string;
  readonly startedAt: Temporal.Instant;
  readonly lastSeenAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  /** Browser and device in words; null when Clerk does not know. */
  readonly device: string | null;
  readonly address: string | null;
}

/** What is asked of Clerk's Backend API. Every call rejects with {@link ClerkUnavailable} when there is no answer. */
export interface ClerkBackend {
  /** Null when there is no such user. */
  getUser(userId: string): Promise<ClerkUser | null>;
  /** Sessions that have not ended, the newest first. */
  listSessions(userId: string): Promise<readonly ClerkSession[]>;
  /** Null when there is no such session. */
  getSession(sessionId: string): Promise<ClerkSession | null>;
  /** Ends a session; one that is over already, or unknown, is no trouble. */
  revokeSession(sessionId: string): Promise<void>;
  /** Writes the role into the user's public metadata; null when there is no such user. */
  setRole(userId: string, role: Role): Promise<ClerkUser | null>;
}

/** Milliseconds that somebody waits for Clerk at most. */
const patience = 8_000;
/** As many as the Backend API gives in one page. */
const pageSize = 500;

export function createClerkBackend(clerk: Pick<ClerkConfig, "secretKey" | "apiUrl">): ClerkBackend {
  const { users, sessions } = createClerkClient({
    secretKey: clerk.secretKey,
    apiUrl: clerk.apiUrl,
    telemetry: { disabled: true },
  });
  return {
    async getUser(userId) {
      const user = await answered(() => users.getUser(userId));
      return user === null ? null : readUser(user.raw);
    },
    async listSessions(userId) {
      const page = await answered(() => sessions.getSessionList({ userId, status: "active", limit: pageSize }));
      return (page?.data ?? []).map(readSession).sort((a, b) => Temporal.Instant.compare(b.startedAt, a.startedAt));
    },
    async getSession(sessionId) {
      const session = await answered(() => sessions.getSession(sessionId));
      return session === null ? null : readSession(session);
    },
    async revokeSession(sessionId) {
      await answered(() => sessions.revokeSession(sessionId), [400, 404, 422]);
    },
    async setRole(userId, role) {
      const user = await answered(() => users.updateUserMetadata(userId, { publicMetadata: { role } }));
      return user === null ? null : readUser(user.raw);
    },
  };
}

/** The answer in time; null when its status says that there is nothing to do. */
async function answered<Answer>(
  ask: () => Promise<Answer>,
  nothingToDo: readonly number[] = [404],
): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch (cause) {
    if (isClerkAPIResponseError(cause) && nothingToDo.includes(cause.status)) return null;
    throw new ClerkUnavailable("Clerk, which knows who may sign in, does not answer. Try again in a minute.", {
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}

function readUser(raw: unknown): ClerkUser {
  const parsed = clerkUserSchema.safeParse(raw);
  if (!parsed.success) throw new ClerkUnavailable("Clerk's answer about this account cannot be read. Tell your admin.");
  return parsed.data;
}

interface BackendSession {
  readonly id: string;
  readonly userId: string;
  /** Milliseconds since 1970, like the other two. */
  readonly createdAt: number;
  readonly lastActiveAt: number;
  readonly expireAt: number;
  readonly latestActivity?:
    | {
        readonly browserName?: string | undefined;
        readonly browserVersion?: string | undefined;
        readonly deviceType?: string | undefined;
        readonly ipAddress?: string | undefined;
      }
    | undefined;
}

function readSession(session: BackendSession): ClerkSession {
  const { browserName, browserVersion, deviceType, ipAddress } = session.latestActivity ?? {};
  const browser = [browserName, browserVersion].filter(Boolean).join(" ");
  const device = [browser, deviceType].filter(Boolean).join(", ");
  return {
    id: session.id,
    userId: session.userId,
    startedAt: Temporal.Instant.fromEpochMilliseconds(session.createdAt),
    lastSeenAt: Temporal.Instant.fromEpochMilliseconds(session.lastActiveAt),
    expiresAt: Temporal.Instant.fromEpochMilliseconds(session.expireAt),
    device: device === "" ? null : device,
    address: ipAddress ?? null,
  };
}
