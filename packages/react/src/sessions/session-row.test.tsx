import { createApiClient } from "@punctual/contract";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { now, summary } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { SessionRow } from "./session-row.tsx";

const client = createApiClient();

test("the other side's time carries its day where that is another one", () => {
  const inTokyo = summary({
    startAt: "2026-11-23T17:00:00Z",
    endAt: "2026-11-23T17:30:00Z",
    invitees: [{ id: "inv_lee", name: "Lee Tanaka", timeZone: "Asia/Tokyo", status: "active" }],
  });
  const row = (session: typeof inTokyo) => (
    <SessionRow
      session={session}
      perspective="coach"
      href="/sessions/ses_next"
      now={now}
      arrived={false}
      onOpen={() => {}}
    />
  );
  const { unmount } = renderWith(row(inTokyo), { client });
  expect(screen.getByText("Tue 02:00 in Tokyo")).toBeTruthy();
  unmount();
  renderWith(row(summary()), { client });
  expect(screen.getByText("13:30 in Chicago")).toBeTruthy();
});

test("who calls is said to the one who reads it", () => {
  const byPhone = summary({ location: { kind: "outbound_call", detail: null, joinUrl: null } });
  const labels = (["coach", "realtor", "admin"] as const).map((perspective) => {
    const { unmount } = renderWith(
      <SessionRow session={byPhone} perspective={perspective} href="/" now={now} arrived={false} onOpen={() => {}} />,
      { client },
    );
    const words = ["You call", "Your coach calls", "The coach calls"].filter((text) => screen.queryByText(text));
    unmount();
    return words;
  });
  expect(labels).toEqual([["You call"], ["Your coach calls"], ["The coach calls"]]);
});
