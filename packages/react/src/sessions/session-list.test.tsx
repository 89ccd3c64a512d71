import { ApiUnreachable, createApiClient } from "@punctual/contract";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { summary } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { SessionList } from "./session-list.tsx";

const later = summary({
  id: "ses_later",
  startAt: "2026-11-23T14:00:00Z",
  endAt: "2026-11-23T14:30:00Z",
  name: "30-minute check-in",
  invitees: [{ id: "inv_priya", name: "Priya Nair", timeZone: "Asia/Kolkata", status: "active" }],
});

function serverWith(items = [summary(), later]) {
  return createTestServer({
    listSessions: ({ query }) => ({ items: query.get("phase") === "in_progress" ? [] : items, nextCursor: null }),
  });
}

const links = { hrefOf: (session: { id: string }) => `/sessions/${session.id}`, onOpen: () => {} };

describe("a list of sessions", () => {
  test("stands by day in the viewer's zone, with the other side's clock where it differs", async () => {
    renderWith(<SessionList perspective="coach" {...links} />, serverWith());
    const today = await screen.findByRole("region", { name: /Today, Saturday/ });
    const row = within(today).getByRole("link");
    expect(row.textContent).toContain("14:30");
    expect(row.textContent).toContain("Jordan Blake");
    expect(row.textContent).toContain("13:30 in Chicago");
    expect(row.textContent).toContain("in 25 min");
    expect(within(row).getByText("Confirmed")).toBeTruthy();
    const monday = screen.getByRole("region", { name: /Monday/ });
    expect(within(monday).getByRole("link").textContent).toContain("19:30 in Kolkata");
  });

  test("shows its shape while it loads, and says so", () => {
    const { client } = createTestServer({ listSessions: () => new Promise(() => {}) });
    renderWith(<SessionList perspective="coach" {...links} />, { client });
    expect(screen.getByText("Loading sessions")).toBeTruthy();
  });

  test("asks for what the filters say, from the first page", async () => {
    const server = serverWith();
    const onFiltersChange = vi.fn();
    const { user } = renderWith(
      <SessionList perspective="coach" coachId="usr_maya" onFiltersChange={onFiltersChange} {...links} />,
      server,
    );
    await screen.findAllByRole("link");
    await user.click(screen.getByRole("radio", { name: "Past" }));
    await waitFor(() => expect(server.calls.at(-1)?.query.get("phase")).toBe("ended"));
    expect(Object.fromEntries(server.calls.at(-1)?.query ?? [])).toEqual({
      coachId: "usr_maya",
      status: "active",
      phase: "ended",
      sort: "start_desc",
      limit: "25",
    });
    await user.type(screen.getByRole("searchbox", { name: "Search sessions" }), "priya");
    await waitFor(() => expect(server.calls.at(-1)?.query.get("search")).toBe("priya"));
    // Not once for each letter.
    expect(server.calls.filter((call) => call.query.has("search"))).toHaveLength(1);
    expect(onFiltersChange).toHaveBeenLastCalledWith(expect.objectContaining({ view: "past", search: "priya" }));
  });

  test("says that nothing is there, and how to see more when it was narrowed", async () => {
    const server = serverWith([]);
    const { user } = renderWith(
      <SessionList perspective="realtor" emptyAction={<a href="/coaches">Find a coach</a>} {...links} />,
      server,
    );
    expect(await screen.findByText("Nothing is coming up.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Find a coach" })).toBeTruthy();
    await user.type(screen.getByRole("searchbox"), "nobody");
    expect(await screen.findByText("No session matches.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Clear search and dates" }));
    expect(await screen.findByText("Nothing is coming up.")).toBeTruthy();
  });

  test("says why it cannot be shown, and shows it when asked again", async () => {
    const server = createTestServer({
      listSessions: () => {
        throw new Refusal("rate_limited", "Too many requests. Wait 10 seconds.");
      },
    });
    const { user } = renderWith(<SessionList perspective="coach" {...links} />, server);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Too many requests. Wait 10 seconds.");
    expect(alert.textContent).toContain("req_test");
    server.answer("listSessions", () => ({ items: [later], nextCursor: null }));
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    expect((await screen.findAllByText("Priya Nair")).length).toBeGreaterThan(0);
  });

  test("says so when Punctual cannot be reached", async () => {
    const client = createApiClient({
      fetch: () => Promise.reject(new ApiUnreachable("no line")),
    });
    renderWith(<SessionList perspective="coach" {...links} />, { client });
    expect((await screen.findByRole("alert")).textContent).toContain("Punctual cannot be reached");
  });

  test("is walked with j and k, opened with Enter, and searched with a slash", async () => {
    const onOpen = vi.fn();
    const { user } = renderWith(
      <SessionList perspective="coach" hrefOf={links.hrefOf} onOpen={onOpen} />,
      serverWith(),
    );
    const [first, second] = await screen.findAllByRole("link");
    await user.keyboard("j");
    expect(document.activeElement).toBe(first);
    await user.keyboard("jj");
    expect(document.activeElement).toBe(second);
    await user.keyboard("k{Enter}");
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: "ses_next" }));
    await user.keyboard("/");
    expect(document.activeElement).toBe(screen.getByRole("searchbox"));
    await user.keyboard("jk");
    expect(screen.getByRole("searchbox")).toHaveProperty("value", "jk");
  });

  test("loads the next page with the cursor of the one before", async () => {
    const server = createTestServer({
      listSessions: ({ query }) => {
        if (query.get("phase") === "in_progress") return { items: [], nextCursor: null };
        return query.has("cursor") ? { items: [later], nextCursor: null } : { items: [summary()], nextCursor: "c1" };
      },
    });
    const { user } = renderWith(<SessionList perspective="coach" {...links} />, server);
    await user.click(await screen.findByRole("button", { name: "Show more" }));
    expect(await screen.findByText("Priya Nair")).toBeTruthy();
    expect(screen.getByText("Jordan Blake")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  });

  test("names both sides to an admin and the coach to a realtor", async () => {
    const { unmount } = renderWith(<SessionList perspective="admin" {...links} />, serverWith([summary()]));
    expect(await screen.findByText("Maya Okafor with Jordan Blake")).toBeTruthy();
    unmount();
    renderWith(<SessionList perspective="realtor" {...links} />, serverWith([summary()]));
    expect(await screen.findByText("Maya Okafor")).toBeTruthy();
  });
});
