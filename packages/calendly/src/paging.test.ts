import { describe, expect, it } from "vitest";
import scheduledEvent from "./fixtures/scheduled-event.json" with { type: "json" };
import user from "./fixtures/user.json" with { type: "json" };
import { createCalendlyClient, endpoints } from "./index.ts";
import { startServer } from "./testing/http-server.ts";

const event = (id: string) => ({ ...scheduledEvent, uri: `https://api.calendly.com/scheduled_events/${id}` });
const page = (ids: readonly string[], next: string | null) => ({
  body: {
    collection: ids.map(event),
    pagination: {
      count: ids.length,
      // Another host: it must never be asked, the bearer token would go there.
      next_page: next === null ? null : `https://evil.example/scheduled_events?page_token=${next}`,
      previous_page: null,
      next_page_token: next,
      previous_page_token: null,
    },
  },
});
const query = { user: user.uri, count: 2, status: "active" } as const;

async function collect<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of pages) all.push(item);
  return all;
}

describe("paginate", () => {
  it("walks every page by its token and keeps the query", async () => {
    await using server = await startServer(page(["1", "2"], "t2"), page([], "t3"), page(["3"], null));
    const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url });
    const pages = await collect(client.paginate(endpoints.listScheduledEvents, { query }));
    expect(pages.map(({ items }) => items.map(({ uri }) => uri.slice(-1)))).toEqual([["1", "2"], [], ["3"]]);
    expect(pages.map(({ nextPageToken }) => nextPageToken)).toEqual(["t2", "t3", null]);
    expect(server.seen.map((request) => Object.fromEntries(request.query))).toEqual([
      { user: user.uri, count: "2", status: "active" },
      { user: user.uri, count: "2", status: "active", page_token: "t2" },
      { user: user.uri, count: "2", status: "active", page_token: "t3" },
    ]);
  });

  it("goes on where an earlier walk stopped", async () => {
    await using server = await startServer(page(["3"], null));
    const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url });
    await collect(client.paginate(endpoints.listScheduledEvents, { query }, { pageToken: "t3" }));
    expect(server.seen[0]?.query.get("page_token")).toBe("t3");
  });

  it("walks item by item over every page, no further than it is read", async () => {
    await using server = await startServer(page(["1", "2"], "t2"), page([], "t3"), page(["3"], null));
    const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url });
    const events = await collect(client.items(endpoints.listScheduledEvents, { query }));
    expect(events.map(({ uri }) => uri.slice(-1))).toEqual(["1", "2", "3"]);
    expect(server.seen).toHaveLength(3);
    for await (const { uri } of client.items(endpoints.listScheduledEvents, { query }, { pageToken: "t9" })) {
      expect(uri).not.toBe("");
      break;
    }
    expect(server.seen.slice(3).map((request) => request.query.get("page_token"))).toEqual(["t9"]);
  });

  it("asks for no page that nobody reads", async () => {
    await using server = await startServer(page(["1", "2"], "t2"), page(["3"], null));
    const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url });
    for await (const { items } of client.paginate(endpoints.listScheduledEvents, { query })) {
      expect(items).toHaveLength(2);
      break;
    }
    expect(server.seen).toHaveLength(1);
  });

  it("reads a pagination without its null fields as the last page", async () => {
    await using server = await startServer({ body: { collection: [event("1")], pagination: { count: 1 } } });
    const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url });
    const pages = await collect(client.paginate(endpoints.listScheduledEvents, { query }));
    expect(pages.map(({ nextPageToken }) => nextPageToken)).toEqual([null]);
  });

  it("ends a list that runs in a circle", async () => {
    await using server = await startServer(page(["1"], "again"));
    const client = createCalendlyClient({ accessToken: "token", apiUrl: server.url });
    await expect(collect(client.paginate(endpoints.listScheduledEvents, { query }))).rejects.toMatchObject({
      code: "unexpected_response",
    });
    expect(server.seen).toHaveLength(2);
  });
});
