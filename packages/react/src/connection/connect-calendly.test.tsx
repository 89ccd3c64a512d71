import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { connection } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { ConnectCalendly } from "./connect-calendly.tsx";

const none = connection({ state: "none", account: null, connectedAt: null });
const pending = {
  attemptId: "att_1",
  account: connection().account,
  differsFromPrevious: false,
  previousAccountEmail: null,
  expiresAt: "2026-11-21T19:15:00Z",
};

describe("connecting Calendly", () => {
  test("sends the browser to the consent page", async () => {
    const navigate = vi.fn();
    const authorizeUrl = "https://auth.calendly.example/oauth/authorize?state=x";
    const server = createTestServer({ getConnection: () => none, startConnection: () => ({ authorizeUrl }) });
    const { user } = renderWith(<ConnectCalendly navigate={navigate} />, server);
    await user.click(await screen.findByRole("button", { name: "Connect Calendly" }));
    await waitFor(() => expect(navigate).toHaveBeenCalledWith(authorizeUrl));
  });

  test("says in words why a consent did not work", async () => {
    renderWith(<ConnectCalendly problem="connect_denied" />, createTestServer({ getConnection: () => none }));
    expect((await screen.findByText(/did not allow access/)).textContent).toContain("Nothing was connected.");
  });

  test("asks whose account it is before anything is saved", async () => {
    const onAttemptDone = vi.fn();
    const server = createTestServer({
      getConnection: () => none,
      getPendingConnection: () => ({ ...pending, differsFromPrevious: true, previousAccountEmail: "maya@old.example" }),
      confirmConnection: () => connection(),
    });
    const { user } = renderWith(<ConnectCalendly attemptId="att_1" onAttemptDone={onAttemptDone} />, server);
    expect(await screen.findByRole("heading", { name: "Is this your Calendly account?" })).toBeTruthy();
    expect(screen.getByText("maya@northside.example")).toBeTruthy();
    expect(screen.getByText(/maya@old\.example/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Yes, connect it" }));
    await waitFor(() => expect(onAttemptDone).toHaveBeenCalledWith("confirmed"));
    expect(server.callsOf("confirmConnection")[0]?.params).toEqual({ attemptId: "att_1" });
  });

  test("gives access back when it is someone else's account", async () => {
    const onAttemptDone = vi.fn();
    const server = createTestServer({
      getConnection: () => none,
      getPendingConnection: () => pending,
      discardConnection: () => undefined,
    });
    const { user } = renderWith(<ConnectCalendly attemptId="att_1" onAttemptDone={onAttemptDone} />, server);
    await user.click(await screen.findByRole("button", { name: /someone else’s/ }));
    await waitFor(() => expect(onAttemptDone).toHaveBeenCalledWith("discarded"));
  });

  test("an expired consent leads back to the start", async () => {
    const onAttemptDone = vi.fn();
    const server = createTestServer({
      getConnection: () => none,
      getPendingConnection: () => {
        throw new Refusal("connect_state_expired", "The consent took longer than ten minutes. Connect again.");
      },
    });
    const { user } = renderWith(<ConnectCalendly attemptId="att_1" onAttemptDone={onAttemptDone} />, server);
    expect((await screen.findByRole("alert")).textContent).toContain("longer than ten minutes");
    await user.click(screen.getByRole("button", { name: "Start again" }));
    expect(onAttemptDone).toHaveBeenCalledWith("discarded");
  });

  test("a refused confirmation says why and saves nothing", async () => {
    const onAttemptDone = vi.fn();
    const server = createTestServer({
      getConnection: () => none,
      getPendingConnection: () => pending,
      confirmConnection: () => {
        throw new Refusal("connect_account_taken", "Another coach has connected this account.");
      },
    });
    const { user } = renderWith(<ConnectCalendly attemptId="att_1" onAttemptDone={onAttemptDone} />, server);
    await user.click(await screen.findByRole("button", { name: "Yes, connect it" }));
    expect(await screen.findByText("Another coach has connected this account.")).toBeTruthy();
    expect(onAttemptDone).not.toHaveBeenCalled();
  });
});

describe("a connection", () => {
  test("that works shows its account and that it is in step", async () => {
    renderWith(<ConnectCalendly />, createTestServer({ getConnection: () => connection() }));
    expect(await screen.findByText("Connected")).toBeTruthy();
    expect(screen.getByText("Maya Okafor")).toBeTruthy();
    expect(screen.getByText(/In step with Calendly · 42 sessions copied/)).toBeTruthy();
  });

  test("that broke says why and can be made anew", async () => {
    const trouble = "Calendly no longer accepts our access. Reconnect to be bookable again.";
    renderWith(
      <ConnectCalendly />,
      createTestServer({ getConnection: () => connection({ state: "needs_reconnect", trouble }) }),
    );
    expect(await screen.findByText("Needs reconnect")).toBeTruthy();
    expect(screen.getByText(trouble)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Reconnect Calendly" })).toBeTruthy();
  });

  test("is taken away only after the consequences were said", async () => {
    const gone = connection({ state: "disconnected", account: null });
    const server = createTestServer({ getConnection: () => connection(), disconnect: () => gone });
    const { user } = renderWith(<ConnectCalendly />, server);
    await user.click(await screen.findByRole("button", { name: "Disconnect" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Disconnect Calendly?" }));
    expect(dialog.getByText(/stay booked at Calendly/)).toBeTruthy();
    expect(server.callsOf("disconnect")).toHaveLength(0);
    server.answer("getConnection", () => gone);
    await user.click(dialog.getByRole("button", { name: "Disconnect" }));
    expect(await screen.findByText("Disconnected")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Connect Calendly again" })).toBeTruthy();
  });
});
