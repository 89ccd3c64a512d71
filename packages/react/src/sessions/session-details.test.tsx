import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { invitee, session } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { InviteeList } from "./invitee-list.tsx";
import { SessionDetails } from "./session-details.tsx";

const canceled = session({
  status: "canceled",
  may: { cancel: { allowed: false, why: "It is already canceled." } },
  cancellation: { canceledBy: "Maya Okafor", by: "host", reason: "I am ill.", at: "2026-11-21T19:05:00Z" },
});

describe("the details of a session", () => {
  test("name the session, its time in both zones, its place, people and history", async () => {
    renderWith(
      <SessionDetails sessionId="ses_next" perspective="coach" />,
      createTestServer({ getSession: () => session() }),
    );
    expect(await screen.findByRole("heading", { level: 1, name: "60-minute coaching with Jordan Blake" })).toBeTruthy();
    expect(screen.getByText("14:30 – 15:30")).toBeTruthy();
    expect(screen.getByText(/13:30 for Jordan Blake \(Chicago\)/)).toBeTruthy();
    expect(screen.getByRole("link", { name: /Join/ }).getAttribute("href")).toBe("https://zoom.example/j/123");
    expect(screen.getByText("1 invitee")).toBeTruthy();
    expect(screen.getByText("What would you like to talk about?")).toBeTruthy();
    expect(screen.getByText("sam@realty.example")).toBeTruthy();
    expect(screen.getByText("· Jordan Blake").closest("li")?.textContent).toContain("Booked");
  });

  test("tell every move: the time before, the new one, who, why and when, with a way to the other times", async () => {
    const [first, now] = [
      { sessionId: "ses_first", startAt: "2026-11-20T19:30:00Z" },
      { sessionId: "ses_next", startAt: "2026-11-21T19:30:00Z" },
    ];
    const moved = session({
      history: [
        { at: "2026-11-17T15:00:00Z", what: "booked", who: "Jordan Blake", reason: null, from: null, to: first },
        { at: "2026-11-18T15:20:00Z", what: "moved", who: "Jordan Blake", reason: "A showing", from: first, to: now },
        { at: "2026-11-21T20:00:00Z", what: "moved", who: null, reason: null, from: now, to: null },
      ],
    });
    renderWith(
      <SessionDetails sessionId="ses_next" perspective="coach" sessionHref={(id) => `/sessions/${id}`} />,
      createTestServer({ getSession: () => moved }),
    );
    const entry = (await screen.findByText("“A showing”")).closest("li");
    expect(entry?.textContent).toMatch(/^Moved · Jordan Blakefrom Fri.*20.*14:30.* to Sat.*21.*14:30/);
    const links = screen.getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(links.filter((href) => href?.startsWith("/sessions/"))).toEqual(["/sessions/ses_first"]);
    expect(screen.getByText(/to a time that is not known here/)).toBeTruthy();
  });

  test("show what the host's side knows, how the invitee booked, and what they paid", async () => {
    const rich = session({
      hosts: [
        { name: "Maya Okafor", email: null },
        { name: "Tom Reyes", email: null },
      ],
      meetingNotes: "Bring the comps.",
      calendar: "google",
      invitees: [
        invitee({
          payment: { provider: "stripe", amount: 49.9, currency: "USD", terms: null, successful: true },
          tracking: { utm_source: "newsletter" },
          routingAnswers: [{ question: "What do you need?", answer: "More listings" }],
          reconfirmation: { confirmedAt: null },
        }),
      ],
    });
    renderWith(
      <SessionDetails sessionId="ses_next" perspective="coach" />,
      createTestServer({ getSession: () => rich }),
    );
    expect(await screen.findByText("With Tom Reyes as host.")).toBeTruthy();
    for (const text of [
      "Bring the comps.",
      "In the host's Google calendar.",
      "49.90 USD, paid through stripe",
      "source: newsletter",
      "More listings",
      "Asked, not answered yet",
    ]) {
      expect(screen.getByText(text)).toBeTruthy();
    }
  });

  test("say that Calendly has deleted a session or a person, and offer nothing to do with them", async () => {
    const gone = session({
      gone: true,
      location: null,
      may: { cancel: { allowed: false, why: "Calendly has deleted the data of this session." } },
      invitees: [invitee({ name: "Deleted invitee", email: "", erasedAt: "2026-11-21T10:00:00Z" })],
    });
    renderWith(
      <SessionDetails sessionId="ses_next" perspective="coach" />,
      createTestServer({ getSession: () => gone }),
    );
    expect(await screen.findByText("Deleted at Calendly")).toBeTruthy();
    expect(screen.getByText(/Calendly has deleted the data of this session/)).toBeTruthy();
    expect(screen.getByText(/Calendly deleted their data on/)).toBeTruthy();
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.queryByRole("button", { name: "Cancel session" })).toBeNull();
  });

  test("offer no link to join that a browser must not open", async () => {
    const bad = session({ location: { kind: "zoom", detail: null, joinUrl: "javascript:alert(1)" } });
    renderWith(
      <SessionDetails sessionId="ses_next" perspective="coach" />,
      createTestServer({ getSession: () => bad }),
    );
    await screen.findByRole("heading", { level: 1 });
    expect(screen.queryByRole("link", { name: /Join/ })).toBeNull();
  });

  test("say that there is no such session, without an error", async () => {
    const server = createTestServer({
      getSession: () => {
        throw new Refusal("not_found", "There is no such session.");
      },
    });
    const onBack = vi.fn();
    const { user } = renderWith(<SessionDetails sessionId="ses_x" perspective="coach" onBack={onBack} />, server);
    expect(await screen.findByText("There is no such session.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Back" }));
    expect(onBack).toHaveBeenCalled();
  });

  test("show a canceled session with its reason, and nothing to cancel or join", async () => {
    renderWith(
      <SessionDetails sessionId="ses_next" perspective="coach" />,
      createTestServer({ getSession: () => canceled }),
    );
    expect(await screen.findByText("“I am ill.”")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Cancel session" })).toBeNull();
    expect(screen.queryByRole("link", { name: /Join/ })).toBeNull();
  });
});

describe("canceling", () => {
  async function openDialog(server: ReturnType<typeof createTestServer>) {
    const rendered = renderWith(<SessionDetails sessionId="ses_next" perspective="coach" />, server);
    await rendered.user.click(await screen.findByRole("button", { name: "Cancel session" }));
    return { ...rendered, dialog: within(await screen.findByRole("dialog")) };
  }

  test("says who will be told, and asks for a reason before it does anything", async () => {
    const server = createTestServer({ getSession: () => session() });
    const { user, dialog } = await openDialog(server);
    expect(dialog.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "Jordan Blake",
      "Maya Okafor",
      "sam@realty.example, a guest, by Calendly",
    ]);
    await user.click(dialog.getByRole("button", { name: "Cancel session" }));
    expect(dialog.getByText("Write a reason: the invitee will read it.")).toBeTruthy();
    await user.type(dialog.getByRole("textbox", { name: "Reason" }), " x ");
    expect(dialog.getByText(/at least 3 characters/)).toBeTruthy();
    expect(server.callsOf("cancelSession")).toHaveLength(0);
  });

  test("sends the trimmed reason once, and shows the session as Calendly has it", async () => {
    const server = createTestServer({ getSession: () => session(), cancelSession: () => canceled });
    const { user, dialog } = await openDialog(server);
    server.answer("getSession", () => canceled);
    await user.type(dialog.getByRole("textbox", { name: "Reason" }), "  I am ill. ");
    await user.dblClick(dialog.getByRole("button", { name: "Cancel session" }));
    expect(await screen.findByText("“I am ill.”")).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const [call, ...others] = server.callsOf("cancelSession");
    expect(others).toHaveLength(0);
    expect(call?.body).toEqual({ reason: "I am ill." });
    expect(call?.params).toEqual({ uuid: "ses_next" });
  });

  test("says so when the session was canceled elsewhere while the dialog was open", async () => {
    const server = createTestServer({ getSession: () => session() });
    const { queryClient, dialog } = await openDialog(server);
    server.answer("getSession", () => canceled);
    await queryClient.invalidateQueries({ queryKey: ["sessions"] });
    expect(await dialog.findByText("This session is already canceled.")).toBeTruthy();
    expect(dialog.queryByRole("button", { name: "Cancel session" })).toBeNull();
  });

  test("a refusal keeps the words, says why, and a second try has the same key", async () => {
    const server = createTestServer({
      getSession: () => session(),
      cancelSession: () => {
        throw new Refusal("calendly_unavailable", "Calendly does not answer. Try again in a minute.");
      },
    });
    const { user, dialog } = await openDialog(server);
    await user.type(dialog.getByRole("textbox", { name: "Reason" }), "I am ill.");
    await user.click(dialog.getByRole("button", { name: "Cancel session" }));
    expect(await dialog.findByText("Not canceled. Calendly does not answer. Try again in a minute.")).toBeTruthy();
    expect(dialog.getByRole("textbox", { name: "Reason" })).toHaveProperty("value", "I am ill.");
    await user.click(dialog.getByRole("button", { name: "Cancel session" }));
    await waitFor(() => expect(server.callsOf("cancelSession")).toHaveLength(2));
    const keys = server.callsOf("cancelSession").map((call) => call.headers.get("idempotency-key"));
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
  });
});

describe("a list of invitees", () => {
  const many = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn"].map((name, at) =>
    invitee({
      id: `inv_${name}`,
      name,
      email: `${name.toLowerCase()}@realty.example`,
      status: at === 5 ? "canceled" : "active",
      bookedAt: `2026-11-1${at}T10:00:00Z`,
      questionsAndAnswers: [{ question: "Topic?", answer: `Topic of ${name}` }],
    }),
  );
  const names = () => screen.getAllByText(/^(Ada|Ben|Cleo|Dan|Eve|Finn)$/).map((name) => name.textContent);

  test("is searched by answer, narrowed by state, and sorted", async () => {
    const { user } = renderWith(<InviteeList invitees={many} startAt="2026-11-21T19:30:00Z" />, createTestServer({}));
    expect(names()).toEqual(["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn"]);
    await user.selectOptions(screen.getByRole("combobox", { name: "Order" }), "Latest first");
    expect(names()[0]).toBe("Finn");
    await user.selectOptions(screen.getByRole("combobox", { name: "Which invitees" }), "Booked");
    expect(names()).not.toContain("Finn");
    await user.type(screen.getByRole("searchbox"), "topic of cleo");
    expect(names()).toEqual(["Cleo"]);
  });

  test("shows no-shows and moves in words", () => {
    renderWith(
      <InviteeList
        invitees={[
          invitee({ id: "a", noShowAt: "2026-11-21T20:00:00Z" }),
          invitee({ id: "b", rescheduled: true, rescheduledToSessionId: "ses_new", status: "canceled" }),
        ]}
        startAt="2026-11-21T19:30:00Z"
        sessionHref={(id) => `/sessions/${id}`}
      />,
      createTestServer({}),
    );
    expect(screen.getByText("No-show")).toBeTruthy();
    expect(screen.getByText("Moved")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Where it moved to" }).getAttribute("href")).toBe("/sessions/ses_new");
  });
});
