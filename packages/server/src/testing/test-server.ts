import { csrfHeader, type Role } from "@punctual/contract";
import type { ServerConfig } from "../platform/config.ts";
import { silentLog } from "../platform/logger.ts";
import { createPunctual, type Punctual, type PunctualOverrides } from "../punctual.ts";
import { testConfig } from "./config.ts";
import { openTestDatabase } from "./test-database.ts";

export interface TestServer {
  readonly punctual: Punctual;
  readonly config: ServerConfig;
  /** Sends a request to the server; `path` begins with a slash. */
  call(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** As a host tells it of a caller on this machine. */
const fromHere = { incoming: { socket: { remoteAddress: "127.0.0.1" } } };

/** The whole server on a clean database of its own; nothing listens, the worker does not run until it is started. */
export async function createTestServer(
  options: PunctualOverrides & { readonly config?: Partial<ServerConfig> } = {},
): Promise<TestServer> {
  const { config: changes, ...overrides } = options;
  const config = testConfig(changes);
  const punctual = await createPunctual(config, {
    log: silentLog,
    pollSeconds: 0.5,
    ...overrides,
    open: overrides.open ?? (await openTestDatabase()),
  });
  return {
    punctual,
    config,
    call: async (path, init) => punctual.fetch(new Request(`${config.publicUrl}${path}`, init), fromHere),
    close: () => punctual.close(),
  };
}

export interface SignedIn {
  readonly personId: string;
  readonly cookie: string;
  /** What a page of this login session sends along with a change. */
  readonly csrfToken: string;
  /** `TestServer.call` with the cookie, and JSON for objects. */
  call(path: string, init?: Omit<RequestInit, "body"> & { readonly body?: unknown }): Promise<Response>;
}

const password = "correct horse battery staple";

/** Makes an account of this role and signs it in, as a browser would. */
export async function signIn(
  server: TestServer,
  role: Role,
  person: { readonly name?: string; readonly email?: string } = {},
): Promise<SignedIn> {
  const email = person.email ?? `${role}@punctual.example`;
  const personId = await server.punctual.people.ensure({
    name: person.name ?? `The ${role}`,
    email,
    role,
    password,
    emailVerified: true,
    timeZone: null,
  });
  const response = await server.call("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.config.publicUrl },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const me = await server.call("/api/me", { headers: { cookie } });
  const csrfToken = me.headers.get(csrfHeader) ?? "";
  return {
    personId,
    cookie,
    csrfToken,
    call: (path, { body, headers, ...init } = {}) =>
      server.call(path, {
        ...init,
        headers: {
          cookie,
          origin: server.config.publicUrl,
          [csrfHeader]: csrfToken,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...Object.fromEntries(new Headers(headers)),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
