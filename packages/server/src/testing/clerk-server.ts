import { eq } from "drizzle-orm";
import type { OpenDatabase } from "../platform/database/open.ts";
import { people } from "../platform/database/schema.ts";
import { type ClerkStandIn, createClerkStandIn, type StandInUser } from "./clerk-stand-in.ts";
import { openTestDatabase } from "./test-database.ts";
import { createTestServer, type TestServer } from "./test-server.ts";

/** The server with a stand-in of Clerk as its identity, and what tests do with the two. */
export interface ClerkServer {
  readonly clerk: ClerkStandIn;
  readonly server: TestServer;
  readonly database: OpenDatabase["database"];
  readonly kind: OpenDatabase["driver"]["kind"];
  me(token: string): Promise<Response>;
  /** The people here with this address: none, or one. */
  peopleWith(email: string): Promise<(typeof people.$inferSelect)[]>;
  /** Delivers a webhook as Clerk does. */
  deliver(type: string, user: StandInUser, how?: Parameters<ClerkStandIn["deliver"]>[2]): Promise<Response>;
  post(delivery: RequestInit): Promise<Response>;
  /** Signs the user in at Clerk and comes by with the token. */
  arrive(user: StandInUser): Promise<{ readonly sessionId: string; readonly token: string }>;
  /** A request with a token as a program sends it; an object becomes JSON. */
  call(token: string, method: string, path: string, body?: unknown): Promise<Response>;
  work(): Promise<{ readonly ran: number; readonly failed: number }>;
  close(): Promise<void>;
}

export async function createClerkServer(): Promise<ClerkServer> {
  const clerk = await createClerkStandIn();
  const open = await openTestDatabase();
  const secret = "a-secret-for-tests-that-is-long-enough";
  const auth = { mode: "clerk", secret, clerk: clerk.instance.config } as const;
  const server = await createTestServer({ config: { auth }, open });

  const post = (delivery: RequestInit) => server.call("/api/identity/clerk-webhooks", delivery);
  const call: ClerkServer["call"] = (token, method, path, body) =>
    server.call(path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        origin: server.config.publicUrl,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const me = (token: string) => call(token, "GET", "/api/me");

  return {
    clerk,
    server,
    database: open.database,
    kind: open.driver.kind,
    me,
    call,
    post,
    peopleWith: (email) => open.database.select().from(people).where(eq(people.email, email)),
    deliver: (type, user, how) => post(clerk.deliver(type, user.json, how)),
    async arrive(user) {
      const sessionId = clerk.signIn(user.id);
      const token = await clerk.token(sessionId);
      const response = await me(token);
      if (!response.ok) throw new Error(`Coming by with a token answered ${response.status}: ${await response.text()}`);
      return { sessionId, token };
    },
    work: () => server.punctual.worker.runDue(),
    async close() {
      await server.close();
      await clerk.close();
    },
  };
}

/** Status and body of an answer, as one object. */
export async function told(response: Response): Promise<Record<string, unknown>> {
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
}
