import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { connection, webhookStatus } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer, Refusal } from "../testing/server.ts";
import { ConnectCalendly } from "./connect-calendly.tsx";

const none = connection({ state: "none", account: null, connectedAt: null });
const pending = {
  attemptId: "att_1",
  account: connection().account,
  differsFromPrevious: false,
  previousAccountEmail: null,
  previousUpcomingSessions: 0,
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
      getPendingConnection: () => ({
        ...pending,
        differsFromPrevious: true,
        previousAccountEmail: "maya@old.example",
        previousUpcomingSessions: 3,
      }),
      confirmConnection: () => connection(),
    });
    const { user } = renderWith(<ConnectCalendly attemptId="att_1" onAttemptDone={onAttemptDone} />, server);
    expect(await screen.findByRole("heading", { name: "Is this your Calendly account?" })).toBeTruthy();
    expect(screen.getByText("maya@northside.example")).toBeTruthy();
    expect(screen.getByText(/maya@old\.example/).textContent).toContain("also the 3 that are still to come");
    await user.click(screen.getByRole("button", { name: "Yes, connect it" }));
    await waitFor(() => expect(onAttemptDone).toHaveBeenCalledWith("confirmed"));
    const [call] = server.callsOf("confirmConnection");
    expect(call?.params).toEqual({ attemptId: "att_1" });
    expect(call?.query.get("replacing")).toBe("maya@old.example");
  });

  test("an account that another tab has connected meanwhile is shown, and asked about again", async () => {
    const server = createTestServer({
      getConnection: () => none,
      getPendingConnection: () => pending,
      confirmConnection: () => {
        server.answer("getPendingConnection", () => ({
          ...pending,
          differsFromPrevious: true,
          previousAccountEmail: "maya@other.example",
        }));
        throw new Refusal("connect_account_differs", "This would take the place of maya@other.example.");
      },
    });
    const { user } = renderWith(<ConnectCalendly attemptId="att_1" />, server);
    await user.click(await screen.findByRole("button", { name: "Yes, connect it" }));
    expect(await screen.findByText(/Before, maya@other\.example was connected/)).toBeTruthy();
    expect(screen.getByText("This would take the place of maya@other.example.")).toBeTruthy();
    server.answer("confirmConnection", () => connection());
    await user.click(screen.getByRole("button", { name: "Yes, connect it" }));
    await waitFor(() => expect(server.callsOf("confirmConnection")).toHaveLength(2));
    expect(server.callsOf("confirmConnection")[1]?.query.get("replacing")).toBe("maya@other.example");
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
    expect(server.callsOf("disconnect")[0]?.query.get("data")).toBe("keep");
  });

  test("goes with everything that was copied when that is chosen, and says so until it is done", async () => {
    const erasing = connection({ state: "disconnected", erasing: true });
    const server = createTestServer({ getConnection: () => connection(), disconnect: () => erasing });
    const { user } = renderWith(<ConnectCalendly />, server);
    await user.click(await screen.findByRole("button", { name: "Disconnect" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Disconnect Calendly?" }));
    await user.click(dialog.getByRole("radio", { name: /Erase it for good/ }));
    server.answer("getConnection", () => erasing);
    await user.click(dialog.getByRole("button", { name: "Disconnect and erase" }));
    expect(await screen.findByText(/is being erased. You can connect again when that is done/)).toBeTruthy();
    expect(server.callsOf("disconnect")[0]?.query.get("data")).toBe("erase");
    expect(screen.queryByRole("button", { name: "Connect Calendly again" })).toBeNull();
  });

  test("that was disconnected and kept can still be erased", async () => {
    const server = createTestServer({
      getConnection: () => connection({ state: "disconnected" }),
      disconnect: () => connection({ state: "disconnected", erasing: true }),
    });
    const { user } = renderWith(<ConnectCalendly />, server);
    await user.click(await screen.findByRole("button", { name: "Erase what was copied" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Erase what was copied?" }));
    expect(dialog.getByText(/cannot be undone/)).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Erase it for good" }));
    await waitFor(() => expect(server.callsOf("disconnect")[0]?.query.get("data")).toBe("erase"));
  });

  test("that cannot be told of changes says how late they are and what would change it", async () => {
    const webhook = webhookStatus({ state: "polling", trouble: "The Calendly plan of this account has no webhooks." });
    renderWith(<ConnectCalendly />, createTestServer({ getConnection: () => connection({ webhook }) }));
    expect(await screen.findByText("Changes arrive within 5 minutes, not at once.")).toBeTruthy();
    expect(screen.getByText(webhook.trouble ?? "")).toBeTruthy();
  });

  test("that Calendly cannot reach says since when", async () => {
    const webhook = webhookStatus({ failingSince: "2026-11-21T19:02:00Z" });
    renderWith(<ConnectCalendly />, createTestServer({ getConnection: () => connection({ webhook }) }));
    const told = await screen.findByText(/has not been able to reach us since/);
    expect(told.textContent).toMatch(/since (2:02\sPM|14:02)\./);
    expect(screen.getByText("Not in step with Calendly")).toBeTruthy();
  });
});
