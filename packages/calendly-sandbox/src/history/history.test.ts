import { request } from "node:http";
import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { allow } from "../testing/consent.ts";
import { clientOf, codeOf, eventTypeOf, hour, meOf, monday, startSandbox, tokenOf } from "../testing/stage.ts";
import type { RequestDetail, RequestSummary } from "./types.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset();
  sandbox.history.clear();
});
afterAll(() => sandbox.close());

const read = async (path: string) => (await fetch(`${sandbox.url}/_sandbox${path}`)).json();
const requests = async (query = ""): Promise<RequestSummary[]> => (await read(`/requests${query}`)).requests;
const authorization = `Bearer ${tokenOf("maya")}`;

describe("the log of calls", () => {
  it("tells who called what, with what came of it, and no secrets", async () => {
    const me = await meOf(clientOf(sandbox, tokenOf("maya")));
    await fetch(`${sandbox.url}/event_types?user=${me.uri}&count=900`, { headers: { authorization } });
    await fetch(`${sandbox.url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: "very-secret-indeed",
        client_secret: "s3cr3t-s3cr3t",
      }),
    });
    const [token, types, first] = await requests();
    expect([first, types, token]).toMatchObject([
      { method: "GET", path: "/users/me", status: 200, operation: "getCurrentUser", caller: { name: "Maya Okafor" } },
      { path: "/event_types", status: 400, operation: "listEventTypes", search: expect.stringContaining("count=900") },
      { method: "POST", path: "/oauth/token", status: 401, operation: null, caller: null },
    ]);
    const detailOf = async (id = 0): Promise<RequestDetail> => (await read(`/requests/${id}`)).request;
    const refused = await detailOf(types?.id);
    expect(refused.request.headers["authorization"]).toBe("Bearer …maya");
    expect(JSON.parse(refused.response.body?.text ?? "")).toMatchObject({ title: "Invalid Argument" });
    const exchange = await detailOf(token?.id);
    expect(exchange.request.body?.text).toBe("grant_type=refresh_token&refresh_token=…deed&client_secret=…cr3t");
    expect(JSON.stringify([refused, exchange])).not.toMatch(/sandbox-personal-token|very-secret|s3cr3t-s/);
  });

  it("shortens the code of a redirect, and leaves the words of an error alone", async () => {
    const [app] = sandbox.credentials().apps;
    const consented = { clientId: app?.clientId ?? "", redirectUri: app?.redirectUris[0] ?? "" };
    const code = (await allow(sandbox, "maya@northside.example", consented)).get("code") ?? "";
    expect(code).toMatch(/^[0-9a-f]{64}$/);
    const [consent] = await requests();
    const { request } = await read(`/requests/${consent?.id}`);
    expect(request.response.headers.location).toContain(`code=…${code.slice(-4)}`);

    const client = clientOf(sandbox, tokenOf("maya"));
    const { uri } = await eventTypeOf(client, "60-minute-coaching");
    const body = {
      event_type: uri,
      start_time: "2026-11-17T03:07:00Z",
      invitee: { name: "Sam", email: "sam@visitor.example", timezone: "UTC" },
      location: { kind: "ask_invitee" as const, location: "Here" },
    };
    expect(await codeOf(client.request(endpoints.createInvitee, { body }))).not.toBe("no error");
    const [refused] = await requests();
    const detail = await read(`/requests/${refused?.id}`);
    expect(detail.request.response.body.text).toMatch(/"code":"[a-z_]+"/);
  });

  it("does not wait for the end of a body that never ends", async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const chunk = Buffer.alloc(256_000, "a");
      const call = request(`${sandbox.url}/oauth/token`, { method: "POST" }, (response) => {
        resolve(response.statusCode ?? 0);
        call.destroy();
      });
      call.on("error", reject);
      const send = () => {
        if (!call.destroyed) call.write(chunk, () => setImmediate(send));
      };
      send();
    });
    expect(answer).toBe(400);
  });

  it("is filtered, paged, and as long as it is set to be", async () => {
    const get = (path: string) => fetch(`${sandbox.url}${path}`, { headers: { authorization } });
    for (const path of ["/users/me", "/users/none", "/teams/none", "/nobody"]) await get(path);
    const paths = async (query: string) => (await requests(query)).map(({ path }) => path);
    expect(await paths("?status=4xx&path=none")).toEqual(["/teams/none", "/users/none"]);
    expect(await paths("?operation=getUser")).toEqual(["/users/none"]);
    expect(await paths("?caller=maya@northside.example&status=200")).toEqual(["/users/me"]);
    expect(await paths("?search=could+not+find&limit=1")).toEqual(["/nobody"]);
    const [latest] = await requests("?limit=1");
    expect(await paths(`?before=${latest?.id}&limit=2`)).toEqual(["/teams/none", "/users/none"]);

    sandbox.changeSettings({ historySize: 10, historyBodyLimit: 20 });
    for (let at = 0; at < 60; at += 1) await get("/users/me");
    const kept = await requests("?limit=1000");
    expect(kept).toHaveLength(10);
    const { request } = await read(`/requests/${kept[0]?.id}`);
    expect(request.response.body.text).toHaveLength(20);
    expect(request.response.body.length).toBeGreaterThan(200);
    sandbox.changeSettings({ historySize: 0 });
    sandbox.history.clear();
    await get("/users/me");
    expect(await requests()).toEqual([]);
  });
});

describe("happenings", () => {
  it("let a reader go who has fallen far behind, so that it can come back and catch up", async () => {
    const open = (headers: Record<string, string> = {}) =>
      fetch(`${sandbox.url}/_sandbox/events?kinds=clock`, { headers });
    const first = await open();
    for (let step = 0; step < 3_000; step += 1) sandbox.setClock(monday + step * 1_000);
    const text = await first.text();
    const last =
      text
        .match(/^id: (\d+)$/gm)
        ?.at(-1)
        ?.slice(4) ?? "";
    const reader = (await open({ "last-event-id": last })).body?.pipeThrough(new TextDecoderStream()).getReader();
    let caught = "";
    while (!caught.includes(`"to":${monday + 2_999_000}`)) caught += (await reader?.read())?.value ?? "";
    await reader?.cancel();
  });

  it("are every change of a record once it is committed, moves of the clock, strikes of faults, and controls", async () => {
    sandbox.freeze(monday);
    const { invitee } = sandbox.act.book({ eventType: "maya-okafor/60-minute-coaching" });
    sandbox.act.cancel(invitee.id);
    const { id: faultId } = sandbox.addFault({ kind: "http", path: "/users/me", status: 503, count: 1 });
    await fetch(`${sandbox.url}/users/me`, { headers: { authorization } });
    await fetch(`${sandbox.url}/_sandbox/faults`, { method: "DELETE" });
    await sandbox.advance(hour);
    const all = sandbox.history.happenings({ limit: 1_000 });
    expect(all.map(({ seq }) => seq)).toEqual([...all.map(({ seq }) => seq)].sort((a, b) => a - b));
    const records = sandbox.history.happenings({ table: "invitees" });
    expect(records).toMatchObject([
      { kind: "record", change: "created", key: invitee.id, record: { status: "active" }, fields: [] },
      {
        kind: "record",
        change: "changed",
        key: invitee.id,
        fields: expect.arrayContaining(["status", "cancellation"]),
      },
    ]);
    expect(all).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "fault", faultId, struckBy: "GET /users/me" }),
        expect.objectContaining({ kind: "control", method: "DELETE", path: "/_sandbox/faults", status: 204 }),
      ]),
    );
    // In steps, where something falls due on the way.
    const moves = all.filter((one) => one.kind === "clock");
    expect(moves.at(-1)).toMatchObject({ to: monday + hour, frozen: true });
    expect(moves.some(({ from }) => from === monday)).toBe(true);
    const [, last] = records;
    const later = await read(`/happenings?kinds=record&table=invitees&after=${(last?.seq ?? 0) - 1}`);
    expect(later.happenings).toHaveLength(1);
  });

  it("leave nothing behind of what is refused", async () => {
    const client = clientOf(sandbox, tokenOf("maya"));
    await client
      .request(endpoints.createInvitee, {
        body: {
          event_type: `${sandbox.url}/event_types/none`,
          start_time: "2026-11-17T15:00:00Z",
          invitee: { name: "Sam", email: "sam@visitor.example", timezone: "UTC" },
        },
      })
      .catch(() => undefined);
    expect(sandbox.history.happenings({ kinds: ["record"] })).toEqual([]);
  });

  it("come live, and pick up where a reader left off", async () => {
    /** Reads events until one of a kind has come. */
    async function readUntil(headers: Record<string, string>, kind: string, act: () => unknown) {
      const abort = new AbortController();
      const answer = await fetch(`${sandbox.url}/_sandbox/events`, { headers, signal: abort.signal });
      expect(answer.headers.get("content-type")).toMatch(/^text\/event-stream/);
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      await act();
      while (!text.includes(`event: ${kind}\n`)) text += (await reader?.read())?.value ?? "";
      abort.abort();
      return text;
    }
    const live = await readUntil({}, "request", () => fetch(`${sandbox.url}/users/me`, { headers: { authorization } }));
    expect(live).toContain('"path":"/users/me"');
    sandbox.act.book({ eventType: "maya-okafor/60-minute-coaching" });
    const caught = await readUntil({ "last-event-id": "0" }, "record", () => undefined);
    expect(caught).toContain('"change":"created"');
  });
});
