import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Role } from "@punctual/contract";
import { Webhook } from "standardwebhooks";
import { type ClerkInstance, createClerkInstance } from "./clerk-tokens.ts";

export interface StandInUser {
  readonly id: string;
  /** The primary address; empty without one. */
  readonly email: string;
  /** As the Backend API and webhooks have it. */
  readonly json: Record<string, unknown> & { readonly updated_at: number };
}

interface NewUser {
  readonly firstName?: string;
  readonly email?: string | null;
  readonly verified?: boolean;
  readonly role?: Role | string | null;
}

/**
 * Stands in for Clerk: the endpoints of its Backend API that the product uses, over HTTP on this machine, with the shapes of
 * Clerk's documentation; login sessions with signed tokens; webhooks signed as Svix does.
 */
export interface ClerkStandIn {
  readonly instance: ClerkInstance;
  /** Requests that reached the Backend API: `GET /v1/users/user_...`. */
  readonly calls: readonly string[];
  /** While false, the Backend API answers 503. */
  up: boolean;
  /** With an address of their own, verified, as a coach, unless `user` says otherwise. */
  addUser(user?: NewUser): StandInUser;
  /** Changes the user at Clerk, as its dashboard does; nobody is told. */
  changeUser(id: string, change: NewUser & { readonly banned?: boolean }): StandInUser;
  roleOf(id: string): unknown;
  /** Starts a login session and returns its id. */
  signIn(userId: string): string;
  /** A fresh token of the login session, as the browser gets one every minute. */
  token(sessionId: string, claims?: Record<string, unknown>): Promise<string>;
  isActive(sessionId: string): boolean;
  /** A delivery of a webhook, signed; `at` is the signature's time. */
  deliver(
    type: string,
    data: Record<string, unknown>,
    how?: { readonly id?: string; readonly secret?: string; readonly at?: Date },
  ): RequestInit;
  close(): Promise<void>;
}

interface Session {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  status: "active" | "revoked";
}

export async function createClerkStandIn(): Promise<ClerkStandIn> {
  const users = new Map<string, StandInUser>();
  const sessions = new Map<string, Session>();
  const calls: string[] = [];
  let updates = Date.now() - 60_000;

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const instance = createClerkInstance({ apiUrl: `http://127.0.0.1:${port}` });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://clerk.test");
    calls.push(`${request.method} ${url.pathname}`);
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const [status, json] = reply(request, url, body);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
  }

  function reply(request: IncomingMessage, url: URL, body: string): readonly [number, unknown] {
    if (!standIn.up) return [503, { errors: [{ code: "service_unavailable", message: "down" }] }];
    if (request.headers.authorization !== `Bearer ${instance.config.secretKey}`) return failed(401);
    const [, version, kind, id, action] = url.pathname.split("/");
    const user = users.get(id ?? "");
    const session = sessions.get(id ?? "");
    if (version !== "v1") return failed(404);
    switch (`${request.method} ${kind}${id === undefined ? "" : "/id"}${action === undefined ? "" : `/${action}`}`) {
      case "GET users/id":
        return user === undefined ? failed(404) : [200, user.json];
      case "PATCH users/id/metadata": {
        if (user === undefined) return failed(404);
        const { public_metadata: metadata } = JSON.parse(body) as { readonly public_metadata: { role: string } };
        return [200, standIn.changeUser(user.id, { role: metadata.role }).json];
      }
      case "GET sessions": {
        const of = [...sessions.values()].filter(
          ({ userId, status }) =>
            userId === url.searchParams.get("user_id") && status === url.searchParams.get("status"),
        );
        return [200, { data: of.map(sessionJson), total_count: of.length }];
      }
      case "GET sessions/id":
        return session === undefined ? failed(404) : [200, sessionJson(session)];
      case "POST sessions/id/revoke":
        if (session === undefined || session.status !== "active") return failed(400);
        session.status = "revoked";
        return [200, sessionJson(session)];
      default:
        return failed(404);
    }
  }

  function put(id: string, user: Required<NewUser> & { readonly banned: boolean }): StandInUser {
    updates += 1_000;
    const address = `idn_${id}`;
    const made: StandInUser = {
      id,
      email: user.email ?? "",
      json: {
        object: "user",
        id,
        first_name: user.firstName,
        last_name: null,
        username: null,
        image_url: "https://img.clerk.com/eyJ",
        primary_email_address_id: user.email === null ? null : address,
        email_addresses:
          user.email === null
            ? []
            : [
                {
                  id: address,
                  object: "email_address",
                  email_address: user.email,
                  verification: { status: user.verified ? "verified" : "unverified", strategy: "email_code" },
                  linked_to: [],
                },
              ],
        public_metadata: user.role === null ? {} : { role: user.role },
        private_metadata: {},
        unsafe_metadata: { role: "admin" },
        banned: user.banned,
        created_at: updates,
        updated_at: updates,
      },
    };
    users.set(id, made);
    plain.set(id, user);
    return made;
  }
  const plain = new Map<string, Required<NewUser> & { readonly banned: boolean }>();

  const standIn: ClerkStandIn = {
    instance,
    calls,
    up: true,
    addUser({ firstName = "Maya", email, verified = true, role = "coach" } = {}) {
      const id = idOf("user");
      return put(id, {
        firstName,
        email: email === undefined ? `${id}@northside.example` : email,
        verified,
        role,
        banned: false,
      });
    },
    changeUser(id, change) {
      const before = plain.get(id);
      if (before === undefined) throw new Error(`Clerk has no user ${id}.`);
      return put(id, { ...before, ...change });
    },
    roleOf: (id) => plain.get(id)?.role,
    signIn(userId) {
      const id = idOf("sess");
      sessions.set(id, { id, userId, createdAt: Date.now(), status: "active" });
      return id;
    },
    token(sessionId, claims = {}) {
      const session = sessions.get(sessionId);
      if (session === undefined) throw new Error(`Clerk has no session ${sessionId}.`);
      return instance.sign(instance.claims({ sub: session.userId, sid: sessionId, ...claims }));
    },
    isActive: (sessionId) => sessions.get(sessionId)?.status === "active",
    deliver(type, data, { id = idOf("msg"), secret, at = new Date() } = {}) {
      const body = JSON.stringify({ object: "event", type, data, event_attributes: {} });
      const signature = new Webhook(secret ?? instance.config.webhookSigningSecrets[0] ?? "").sign(id, at, body);
      const headers = {
        "content-type": "application/json",
        "svix-id": id,
        "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
        "svix-signature": signature,
      };
      return { method: "POST", headers, body };
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return standIn;
}

function failed(status: number): readonly [number, unknown] {
  return [status, { errors: [{ code: "resource_not_found", message: "not found" }] }];
}

function sessionJson({ id, userId, createdAt, status }: Session) {
  return {
    object: "session",
    id,
    client_id: "client_1",
    user_id: userId,
    status,
    actor: null,
    last_active_at: createdAt,
    expire_at: createdAt + 7 * 86_400_000,
    abandon_at: createdAt + 30 * 86_400_000,
    created_at: createdAt,
    updated_at: createdAt,
    latest_activity: {
      object: "session_activity",
      id: `act_${id}`,
      is_mobile: false,
      browser_name: "Firefox",
      browser_version: "141.0",
      device_type: "Macintosh",
      ip_address: "203.0.113.9",
    },
  };
}

function idOf(prefix: "user" | "sess" | "msg"): string {
  return `${prefix}_${randomBytes(14).toString("hex")}`;
}
