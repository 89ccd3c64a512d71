import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { SessionList } from "../sessions/session-list.tsx";
import { summary } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { reasonOf } from "../ui/error-state.tsx";
import type { LiveStream } from "./live.tsx";
import { LiveStatus } from "./live-status.tsx";
import { useMe } from "./people.ts";

const maya = {
  id: "per_maya",
  name: "Maya Okafor",
  email: "maya@northside.example",
  emailVerified: true,
  role: "coach",
  timeZone: null,
};

/** A stream of which the test is the server. */
function createStream() {
  const listeners = new Map<string, (event: { data: unknown }) => void>();
  const stream = { readyState: 0, closed: false };
  const face: LiveStream = {
    get readyState() {
      return stream.readyState;
    },
    addEventListener: (type: string, listener: (event: { data: unknown }) => void) =>
      void listeners.set(type, listener),
    close: () => {
      stream.closed = true;
    },
  };
  return {
    face,
    stream,
    say: (type: "open" | "error" | "change", data: unknown = null) => act(() => listeners.get(type)?.({ data })),
  };
}

function setUp() {
  let items = [summary()];
  const server = createTestServer({
    listSessions: ({ query }) => ({ items: query.get("phase") === "in_progress" ? [] : items, nextCursor: null }),
  });
  const live = createStream();
  const rendered = renderWith(
    <>
      <LiveStatus />
      <SessionList perspective="coach" hrefOf={() => "/"} onOpen={() => {}} />
    </>,
    { client: server.client, live: true, openLiveStream: () => live.face },
  );
  const book = () => {
    items = [
      ...items,
      summary({
        id: "ses_new",
        invitees: [{ id: "inv_lee", name: "Lee Tanaka", timeZone: "Asia/Tokyo", status: "active" }],
      }),
    ];
  };
  return { ...rendered, live, server, book };
}

test("a change makes what shows it ask again, and the page says that it is live", async () => {
  const { live, book } = setUp();
  expect(screen.getByText("Reconnecting")).toBeTruthy();
  live.say("open");
  expect(await screen.findByText("Live")).toBeTruthy();
  await screen.findByText("Jordan Blake");
  book();
  live.say("change", JSON.stringify({ topic: "sessions", id: "ses_new" }));
  expect(await screen.findByText("Lee Tanaka")).toBeTruthy();
  expect(screen.getByText("just now")).toBeTruthy();
});

test("a change of something else, and noise, leave the list alone", async () => {
  const { live, server } = setUp();
  live.say("open");
  await screen.findByText("Jordan Blake");
  const before = server.calls.length;
  live.say("change", "not json");
  live.say("change", JSON.stringify({ topic: "unheard-of", id: null }));
  live.say("change", JSON.stringify({ topic: "mailbox", id: null }));
  live.say("change", JSON.stringify({ topic: "sessions", id: null }));
  await waitFor(() => expect(server.calls.length).toBeGreaterThan(before));
  // Only the one change of sessions asked again: the list and what runs now.
  expect(server.calls.length).toBe(before + 2);
});

test("after a break everything is asked for again, because something may have been missed", async () => {
  const { live, book } = setUp();
  live.say("open");
  await screen.findByText("Jordan Blake");
  live.say("error");
  expect(screen.getByText("Reconnecting")).toBeTruthy();
  book();
  live.say("open");
  expect(screen.getByText("Live")).toBeTruthy();
  expect(await screen.findByText("Lee Tanaka")).toBeTruthy();
});

test("a stream that is refused makes the page ask who is signed in, for it does not say why", async () => {
  const server = createTestServer({
    getMe: () => {
      if (live.stream.readyState === 2) throw new Refusal("account_suspended", "An admin has suspended it.");
      return maya;
    },
  });
  const live = createStream();
  const Who = () => {
    const { data, error } = useMe();
    return error === null ? data?.name : reasonOf(error);
  };
  renderWith(<Who />, { client: server.client, live: true, openLiveStream: () => live.face });
  live.say("open");
  await screen.findByText("Maya Okafor");
  live.stream.readyState = 2;
  live.say("error");
  expect(await screen.findByText("An admin has suspended it.")).toBeTruthy();
});

test("the stream is closed with the page that opened it", () => {
  const { live, unmount } = setUp();
  unmount();
  expect(live.stream.closed).toBe(true);
});
