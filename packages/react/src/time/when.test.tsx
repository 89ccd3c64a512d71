import { createApiClient } from "@punctual/contract";
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderWith } from "../testing/render.tsx";
import { Countdown, When } from "./when.tsx";

const client = createApiClient();
const startAt = "2026-11-21T19:30:00Z";
const endAt = "2026-11-21T20:30:00Z";

test("a time is said in relation to now and absolutely, with no zone where clocks agree", () => {
  renderWith(<When startAt={startAt} endAt={endAt} zone="America/Detroit" whose="Jordan" />, { client });
  expect(screen.getByText("Sat 21 Nov, 14:30 – 15:30").getAttribute("datetime")).toBe(startAt);
  expect(screen.getByText("in 25 min")).toBeTruthy();
  expect(screen.queryByText(/Jordan/)).toBeNull();
});

test("where clocks differ both times are said, with the other side's date when that differs too", () => {
  renderWith(<When startAt={startAt} endAt={endAt} zone="Asia/Kolkata" whose="Priya" />, { client });
  expect(screen.getByText(/Sun 22 Nov, 01:00 for Priya \(Kolkata\)/)).toBeTruthy();
});

test("for a viewer in an odd zone the wall clock is theirs", () => {
  renderWith(<When startAt={startAt} endAt={endAt} zone="America/New_York" whose="Maya" />, {
    client,
    timeZone: "Pacific/Chatham",
  });
  expect(screen.getByText("Sun 22 Nov, 09:15 – 10:15")).toBeTruthy();
  expect(screen.getByText(/Sat 21 Nov, 14:30 for Maya \(New York\)/)).toBeTruthy();
});

test("what goes on past midnight names the day on which it ends, in the viewer's zone only", () => {
  const [late, later] = ["2026-11-22T04:30:00Z", "2026-11-22T05:30:00Z"];
  const { unmount } = renderWith(<When startAt={late} endAt={later} size="hero" />, { client });
  expect(screen.getByText("23:30 – Sun 00:30")).toBeTruthy();
  unmount();
  renderWith(<When startAt={late} endAt={later} />, { client, timeZone: "Asia/Kathmandu" });
  expect(screen.getByText("Sun 22 Nov, 10:15 – 11:15")).toBeTruthy();
});

test("a zone that is not the viewer's own is named", () => {
  renderWith(<When startAt={startAt} viewerZone="Europe/Lisbon" />, { client });
  expect(screen.getByText("Sat 21 Nov, 19:30")).toBeTruthy();
  expect(screen.getByText(/Lisbon time/)).toBeTruthy();
});

test("what runs now says so, and what was called off is near to nothing", () => {
  const { unmount } = renderWith(<When startAt="2026-11-21T19:00:00Z" endAt={endAt} />, { client });
  expect(screen.getByText("now")).toBeTruthy();
  unmount();
  renderWith(<When startAt={startAt} endAt={endAt} over />, { client });
  expect(screen.queryByText("in 25 min")).toBeNull();
});

test("a countdown counts by the second and then says that it is time", () => {
  renderWith(
    <>
      <Countdown to={startAt} />
      <Countdown to="2026-11-21T19:00:00Z" over="time to begin" />
    </>,
    { client },
  );
  expect(screen.getByText("25:00")).toBeTruthy();
  expect(screen.getByText("time to begin")).toBeTruthy();
});
