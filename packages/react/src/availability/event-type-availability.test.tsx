import type { Slot } from "@punctual/contract";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { availability, eventType } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { EventTypeAvailability } from "./event-type-availability.tsx";

/** Mon 23 and Tue 24 Nov 2026; 09:00, 09:30, 13:30, 18:00 in New York, then 09:00. */
const nextWeek = [
  "2026-11-23T14:00:00Z",
  "2026-11-23T14:30:00Z",
  "2026-11-23T18:30:00Z",
  "2026-11-23T23:00:00Z",
  "2026-11-24T14:00:00Z",
];

function serverWith(starts: readonly string[] = nextWeek) {
  return createTestServer({
    getAvailability: ({ query }) => {
      const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
      return availability(
        query,
        starts.filter((start) => start >= from && start < to),
      );
    },
  });
}

// Comes after the page in a browser; here it would only take time from the first test that opens it.
beforeAll(() => import("../ui/popover-panel.tsx"));

const shown = () => screen.getAllByRole("button", { pressed: false }).map((button) => button.textContent);

describe("openings of an event type", () => {
  test("stand by day and part of the day, in the viewer's zone, with the hours open", async () => {
    renderWith(<EventTypeAvailability eventType={eventType} initialDate="2026-11-23" />, serverWith());
    const monday = await screen.findByRole("tab", { name: "Monday 23 November, 4 openings" });
    expect(monday.getAttribute("aria-selected")).toBe("true");
    expect(monday.textContent).toContain("3.5 h");
    expect(within(screen.getByRole("group", { name: "Morning" })).getAllByRole("button")).toHaveLength(2);
    expect(within(screen.getByRole("group", { name: "Afternoon" })).getByRole("button").textContent).toBe("13:30");
    expect(within(screen.getByRole("group", { name: "Evening" })).getByRole("button").textContent).toBe("18:00");
  });

  test("move to another date and part of the day with the zone, and both zones are said", async () => {
    const onTimeZoneChange = vi.fn();
    const { user } = renderWith(
      <EventTypeAvailability
        eventType={eventType}
        initialDate="2026-11-23"
        coachZone="America/New_York"
        coachName="Maya"
        onTimeZoneChange={onTimeZoneChange}
      />,
      serverWith(),
    );
    await screen.findByRole("tab", { name: /Monday 23 November, 4 openings/ });
    expect(screen.queryByText(/Maya’s clock/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "Change zone" }));
    await user.selectOptions(await screen.findByRole("combobox", { name: "Time zone" }), "Asia/Kolkata");
    expect(onTimeZoneChange).toHaveBeenCalledWith("Asia/Kolkata");
    expect(await screen.findByRole("tab", { name: /Tuesday 24 November, 3 openings/ })).toBeTruthy();
    expect(screen.getByText(/Maya’s clock \(New York\) is 10 h 30 min earlier/)).toBeTruthy();
  });

  test("a chosen time is handed out, and can be acted on", async () => {
    const onSelect = vi.fn();
    const { user } = renderWith(
      <EventTypeAvailability
        eventType={eventType}
        initialDate="2026-11-23"
        onSelect={onSelect}
        action={(slot: Slot) => <a href={slot.schedulingUrl}>Book</a>}
      />,
      serverWith(),
    );
    await user.click(await screen.findByRole("button", { name: "09:30" }));
    expect(onSelect).toHaveBeenCalledWith(expect.objectContaining({ startAt: "2026-11-23T14:30:00Z" }));
    expect(screen.getByRole("button", { name: "09:30" }).getAttribute("aria-pressed")).toBe("true");
    expect(screen.getByText("Mon 23 Nov, 09:30 – 10:30")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Book" }).getAttribute("href")).toContain("2026-11-23T14:30:00Z");
  });

  test("a chosen time that is taken meanwhile is given back, in words", async () => {
    const onSelect = vi.fn();
    const server = serverWith();
    const { user, queryClient } = renderWith(
      <EventTypeAvailability eventType={eventType} initialDate="2026-11-23" onSelect={onSelect} />,
      server,
    );
    await user.click(await screen.findByRole("button", { name: "09:30" }));
    server.answer("getAvailability", ({ query }) => availability(query, ["2026-11-23T14:00:00Z"]));
    await queryClient.invalidateQueries({ queryKey: ["availability"] });
    expect(await screen.findByText(/was taken meanwhile/)).toBeTruthy();
    expect(onSelect).toHaveBeenLastCalledWith(null);
    await user.click(screen.getByRole("button", { name: "09:00" }));
    expect(screen.queryByText(/was taken meanwhile/)).toBeNull();
  });

  test("weeks are leafed through, not into the past, and the next one is there before it is asked for", async () => {
    const server = serverWith();
    const { user } = renderWith(<EventTypeAvailability eventType={eventType} initialDate="2026-11-21" />, server);
    await screen.findByText("No openings this week");
    expect(screen.getByRole("button", { name: "Week before" })).toHaveProperty("disabled", true);
    await waitFor(() =>
      expect(server.calls.map((call) => call.query.get("from"))).toEqual(["2026-11-21", "2026-11-23"]),
    );
    await user.click(screen.getByRole("button", { name: "Look at next week" }));
    expect(await screen.findByRole("tab", { name: /Monday 23/ })).toBeTruthy();
    expect(shown()).toContain("09:00");
    expect(screen.getByRole("button", { name: "Week before" })).toHaveProperty("disabled", false);
  });

  test("leafing quickly asks only for the week where one stops", async () => {
    const server = serverWith([]);
    renderWith(<EventTypeAvailability eventType={eventType} initialDate="2026-11-21" />, server);
    await screen.findByText("No openings this week");
    const next = screen.getByRole("button", { name: "Next week" });
    for (let step = 0; step < 5; step += 1) fireEvent.click(next);
    await waitFor(() => expect(server.calls.map((call) => call.query.get("from"))).toContain("2026-12-21"));
    expect(server.calls.map((call) => call.query.get("from"))).not.toContain("2026-12-07");
  });

  test("the first week shown is the first with openings, and it says that nothing is open sooner", async () => {
    const { user } = renderWith(<EventTypeAvailability eventType={eventType} />, serverWith());
    expect(await screen.findByRole("tab", { name: /Monday 23 November, 4 openings/ })).toBeTruthy();
    expect(await screen.findByText("Nothing is open earlier than this.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Week before" }));
    expect(await screen.findByText("No openings this week")).toBeTruthy();
  });

  test("when the next weeks are empty too, it returns to this one, where the reason stands", async () => {
    const server = serverWith([]);
    renderWith(<EventTypeAvailability eventType={eventType} />, server);
    expect(await screen.findByText("No openings this week", undefined, { timeout: 5_000 })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Week before" })).toHaveProperty("disabled", true);
    const asked = new Set(server.calls.map((call) => call.query.get("from")));
    expect([...asked].slice(0, 5)).toEqual(["2026-11-21", "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]);
  });

  test("nothing open says why", async () => {
    const notice = "The schedule ends on Friday 20 November, because the date range is 14 days.";
    const server = createTestServer({
      getAvailability: ({ query }) => ({ ...availability(query, []), notice }),
    });
    renderWith(<EventTypeAvailability eventType={eventType} />, server);
    expect(await screen.findByText(notice)).toBeTruthy();
  });

  test("old openings are shown as such when Calendly does not answer", async () => {
    const server = createTestServer({
      getAvailability: ({ query }) => ({
        ...availability(query, nextWeek),
        stale: true,
        notice: "Calendly does not answer just now.",
      }),
    });
    renderWith(<EventTypeAvailability eventType={eventType} initialDate="2026-11-23" />, server);
    expect((await screen.findByText(/Calendly does not answer just now\./)).textContent).toContain("1 min ago");
    expect(screen.getByRole("button", { name: "09:00" })).toBeTruthy();
  });

  test("a refusal is said with its reason, and asked again on a press", async () => {
    const server = createTestServer({
      getAvailability: () => {
        throw new Refusal("connection_needs_reconnect", "Maya needs to reconnect Calendly before anyone can book.");
      },
    });
    const { user } = renderWith(<EventTypeAvailability eventType={eventType} initialDate="2026-11-23" />, server);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Maya needs to reconnect Calendly");
    server.answer("getAvailability", ({ query }) => availability(query, nextWeek));
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("button", { name: "09:00" })).toBeTruthy();
  });

  test("days and times are walked with arrows", async () => {
    const { user } = renderWith(<EventTypeAvailability eventType={eventType} initialDate="2026-11-23" />, serverWith());
    const monday = await screen.findByRole("tab", { name: /Monday 23/ });
    monday.focus();
    await user.keyboard("{ArrowRight}");
    expect(document.activeElement).toBe(screen.getByRole("tab", { name: /Tuesday 24/ }));
    expect(shown()).toEqual(["09:00"]);
    await user.keyboard("{ArrowLeft}");
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "09:00" }));
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "13:30" }));
    await user.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "13:30" }).getAttribute("aria-pressed")).toBe("true");
  });
});
