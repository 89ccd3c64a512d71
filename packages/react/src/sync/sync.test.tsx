import type { Certificate, CoachDrift, FleetDrift, Sweep } from "@punctual/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { backfill, connection, now } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { BackfillProgress, progressOf } from "./backfill-progress.tsx";
import { DriftList } from "./drift-list.tsx";
import { fieldWords, fleetSentence, foundWords } from "./drift-words.ts";
import { OwnDrift } from "./own-drift.tsx";

const sweep = (over: Partial<Sweep> = {}): Sweep => ({
  id: "swp_1",
  coach: { id: "per_1", name: "Maya Okafor" },
  depth: "full",
  cause: "schedule",
  state: "done",
  trouble: null,
  from: "2025-11-21T19:00:00Z",
  startedAt: "2026-11-21T19:00:00Z",
  endedAt: "2026-11-21T19:01:00Z",
  sessionsCompared: 1204,
  inviteesCompared: 1377,
  found: 0,
  repaired: 0,
  remaining: 0,
  differences: [],
  ...over,
});
const certificate = (over: Partial<Certificate> = {}): Certificate => ({
  newest: sweep(),
  full: sweep(),
  running: null,
  failed: null,
  remaining: 0,
  ...over,
});
const fleet = (over: Partial<FleetDrift> = {}): FleetDrift => ({
  at: "2026-11-21T19:05:00Z",
  coaches: 12,
  coachesCompared: 12,
  coachesUnreachable: 0,
  running: 0,
  sessionsCompared: 1204,
  inviteesCompared: 1,
  found: 0,
  repaired: 0,
  remaining: 0,
  oldestAt: "2026-11-21T18:51:00Z",
  newestAt: "2026-11-21T19:01:00Z",
  ...over,
});

describe("the words of a certificate", () => {
  test("say how much was compared, of whom, and what still differs", () => {
    expect(fleetSentence(fleet(), "en")).toBe("No differences in 1,204 sessions and 1 invitee of 12 coaches.");
    expect(fleetSentence(fleet({ coachesCompared: 11, remaining: 2 }), "en")).toBe(
      "2 sessions differ from Calendly, of 1,204 sessions and 1 invitee of 11 of 12 coaches.",
    );
    expect(fleetSentence(fleet({ coachesCompared: 0 }), "en")).toBe("Nothing has been compared yet.");
    expect(foundWords(sweep({ found: 3, repaired: 2, remaining: 1 }), "en")).toBe("3 sessions differed, 2 put right");
  });

  test("name fields so that a person understands them, each once", () => {
    const differences: Sweep["differences"] = [
      { sessionId: "ses_1", kind: "changed", fields: ["session.startAt", "invitee.status", "invitee"], repaired: true },
      { sessionId: "ses_2", kind: "changed", fields: ["session.startAt"], repaired: true },
      { sessionId: null, kind: "missing", fields: ["session"], repaired: true },
    ];
    expect(fieldWords(sweep({ differences }))).toBe(
      "invitee on one side only, invitee status, missing here, session start",
    );
  });
});

describe("a coach's own certificate", () => {
  test("says that the sessions are the same, and since when that is known", async () => {
    renderWith(<OwnDrift />, createTestServer({ getOwnDrift: () => certificate() }));
    await screen.findByText(/Your sessions are the same as at Calendly/);
    expect(screen.getByRole("status").textContent).toMatch(/as at Calendly, checked 4 min ago\./);
    const compared = "1,204 sessions and 1,377 invitees since Fri, 21 Nov 2025 compared; nothing differed.";
    expect(screen.getByText(compared)).toBeTruthy();
  });

  test("can be made anew, and shows how far that is", async () => {
    const running = sweep({ state: "running", endedAt: null, sessionsCompared: 50 });
    const server = createTestServer({
      getOwnDrift: () => certificate({ newest: null, full: null }),
      startOwnSweep: () => certificate({ newest: null, full: null, running }),
    });
    const { user } = renderWith(<OwnDrift />, server);
    expect(await screen.findByText(/have not been compared with Calendly yet/)).toBeTruthy();
    server.answer("getOwnDrift", () => certificate({ newest: null, full: null, running }));
    await user.click(screen.getByRole("button", { name: "Check now" }));
    expect(await screen.findByText(/Comparing with Calendly: 50 sessions so far/)).toBeTruthy();
    expect(server.callsOf("startOwnSweep")[0]?.body).toEqual({ depth: "full" });
  });

  test("says why it cannot be made", async () => {
    const server = createTestServer({
      getOwnDrift: () => certificate(),
      startOwnSweep: () => {
        throw new Refusal("conflict", "Sessions are being copied just now.");
      },
    });
    const { user } = renderWith(<OwnDrift />, server);
    await user.click(await screen.findByRole("button", { name: "Check now" }));
    expect(await screen.findByText("Sessions are being copied just now.")).toBeTruthy();
  });
});

describe("the list of certificates", () => {
  const line = (name: string, over: Partial<CoachDrift>): CoachDrift => ({
    coach: { id: `per_${name}`, name },
    connection: "active",
    certificate: certificate(),
    ...over,
  });

  test("tells a coach who differs from one who is the same, one who failed and one who cannot be asked", async () => {
    const onCompare = vi.fn();
    const failed = sweep({ state: "failed", trouble: "Calendly could not be reached for a while." });
    const lines = [
      line("Ana", {}),
      line("Ben", { certificate: certificate({ remaining: 2 }) }),
      line("Cleo", { certificate: certificate({ failed }) }),
      line("Dan", { connection: "needs_reconnect" }),
    ];
    const { user } = renderWith(<DriftList lines={lines} onCompare={onCompare} />, createTestServer({}));
    const rows = within(screen.getByRole("table")).getAllByRole("row").slice(1);
    const text = rows.map((row) => row.textContent ?? "");
    expect(text[0]).toContain("The same");
    expect(text[1]).toContain("2 still differ");
    expect(text[2]).toContain("Calendly could not be reached for a while.");
    expect(text[3]).toContain("Needs reconnect");
    expect(within(rows[3] ?? document.body).queryByRole("button")).toBeNull();
    await user.click(within(rows[1] ?? document.body).getByRole("button", { name: "Compare Ben now" }));
    expect(onCompare).toHaveBeenCalledWith("per_Ben");
  });
});

describe("copying history", () => {
  test("fills the ring by how far in time it came, and is full only when it is done", () => {
    const from = new Date(now - 100 * 86_400_000).toISOString();
    const reached = (days: number) => new Date(now - days * 86_400_000).toISOString();
    const at = (days: number) => progressOf(backfill({ state: "running", from, reached: reached(days) }), now);
    expect(progressOf(backfill({ from, reached: null }), now)).toBe(0);
    expect([at(75), at(50), at(-20)]).toEqual([0.25, 0.5, 0.97]);
  });

  test("says how many so far, and as far as when", () => {
    const running = backfill({ state: "running", sessions: 1250, reached: "2026-03-02T15:00:00Z", endedAt: null });
    renderWith(<BackfillProgress backfill={running} />, createTestServer({}));
    expect(screen.getByRole("status").textContent).toMatch(/1,250 sessions so far, as far as Mon 2 Mar/);
  });

  test("that stopped says why, and can be done again", async () => {
    const server = createTestServer({ startBackfill: () => connection() });
    const stopped = backfill({ state: "failed", trouble: "Calendly could not be reached for a while." });
    const { user } = renderWith(<BackfillProgress backfill={stopped} />, server);
    expect(screen.getByText(/Calendly could not be reached for a while/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Copy again" }));
    await waitFor(() => expect(server.callsOf("startBackfill")[0]?.body).toEqual({}));
  });

  test("goes further back when asked", async () => {
    const server = createTestServer({ startBackfill: () => connection() });
    const { user } = renderWith(<BackfillProgress backfill={backfill()} />, server);
    await user.click(screen.getByRole("button", { name: "Copy more history" }));
    expect(screen.queryByRole("button", { name: "Copy the last year" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Copy the last 2 years" }));
    await waitFor(() => expect(server.callsOf("startBackfill")[0]?.body).toEqual({ days: 730 }));
  });
});
