import { act, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { config, eventType } from "../testing/records.ts";
import { renderWith } from "../testing/render.tsx";
import { createTestServer } from "../testing/server.ts";
import { BookingButton } from "./booking-button.tsx";

const uris = {
  event: { uri: "https://api.calendly.example/scheduled_events/AAA" },
  invitee: { uri: "https://api.calendly.example/scheduled_events/AAA/invitees/BBB" },
};

/** Stands where Calendly's script leaves its functions; the overlay is what the real one adds to the page. */
const widget = {
  opened: [] as unknown[],
  initPopupWidget(options: unknown) {
    this.closePopupWidget();
    this.opened.push(options);
    const overlay = document.createElement("div");
    overlay.className = "calendly-overlay";
    document.body.append(overlay);
  },
  closePopupWidget() {
    document.querySelector(".calendly-overlay")?.remove();
  },
};

/** Whether the page's external scripts load: the test browser loads none, and can say either. */
function scriptsLoad(success: boolean) {
  const browser: unknown = Reflect.get(window, "happyDOM");
  const settings: unknown = typeof browser === "object" && browser !== null ? Reflect.get(browser, "settings") : null;
  if (typeof settings === "object" && settings !== null) {
    Reflect.set(settings, "disableJavaScriptFileLoading", true);
    Reflect.set(settings, "disableCSSFileLoading", true);
    Reflect.set(settings, "handleDisabledFileLoadingAsSuccess", success);
  }
}

let version = 0;
/** Each test has its own script address: a page loads one script once. */
function serverWith(change: Partial<typeof config.calendly> = {}) {
  version += 1;
  const widgetScriptUrl = `${config.calendly.widgetScriptUrl}?${version}`;
  return createTestServer({
    getAppConfig: () => ({ ...config, calendly: { ...config.calendly, widgetScriptUrl, ...change } }),
  });
}

function say(data: unknown, origin = config.calendly.bookingOrigin) {
  act(() => {
    window.dispatchEvent(new MessageEvent("message", { data, origin }));
  });
}

beforeEach(() => {
  widget.opened = [];
  scriptsLoad(true);
  Reflect.set(window, "Calendly", widget);
});
afterEach(() => {
  widget.closePopupWidget();
  Reflect.deleteProperty(window, "Calendly");
});

const bookButton = () => screen.findByRole("button", { name: "Book" });

describe("the booking button", () => {
  test("opens Calendly's window on the chosen time, with what is known of the person", async () => {
    const { user } = renderWith(
      <BookingButton
        eventType={eventType}
        slot={{ schedulingUrl: "https://calendly.example/maya-okafor/60-minute-coaching/2026-11-23T14:00:00Z" }}
        prefill={{ name: "Jordan Blake", email: "jordan@realty.example" }}
        utm={{ utmSource: "punctual" }}
        onScheduled={() => {}}
      />,
      serverWith(),
    );
    await user.click(await bookButton());
    await waitFor(() => expect(widget.opened).toHaveLength(1));
    expect(widget.opened[0]).toEqual({
      url: "https://calendly.example/maya-okafor/60-minute-coaching/2026-11-23T14:00:00Z",
      prefill: { name: "Jordan Blake", email: "jordan@realty.example" },
      utm: { utmSource: "punctual" },
    });
  });

  test("loads the script once, however often it is pressed and however many buttons there are", async () => {
    const { user } = renderWith(
      <>
        <BookingButton eventType={eventType} onScheduled={() => {}} />
        <BookingButton eventType={eventType} onScheduled={() => {}}>
          Book as well
        </BookingButton>
      </>,
      serverWith(),
    );
    await user.click(await bookButton());
    await waitFor(() => expect(widget.opened).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Book as well" }));
    await waitFor(() => expect(widget.opened).toHaveLength(2));
    expect(document.querySelectorAll(`script[src$="widget.js?${version}"]`)).toHaveLength(1);
  });

  test("a second window ends the first, and only its button hears of the booking", async () => {
    const first = { onScheduled: vi.fn(), onClosed: vi.fn() };
    const second = vi.fn();
    const { user } = renderWith(
      <>
        <BookingButton eventType={eventType} {...first} />
        <BookingButton eventType={eventType} onScheduled={second}>
          Book another
        </BookingButton>
      </>,
      serverWith(),
    );
    await user.click(await bookButton());
    await waitFor(() => expect(widget.opened).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: "Book another" }));
    await waitFor(() => expect(first.onClosed).toHaveBeenCalledWith({ scheduled: false }));
    say({ event: "calendly.event_scheduled", payload: uris });
    expect(first.onScheduled).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledTimes(1);
  });

  test("reports a booking once, and whether the window was closed with one", async () => {
    const onScheduled = vi.fn();
    const onClosed = vi.fn();
    const onMessage = vi.fn();
    const { user } = renderWith(
      <BookingButton eventType={eventType} onScheduled={onScheduled} onClosed={onClosed} onMessage={onMessage} />,
      serverWith(),
    );
    await user.click(await bookButton());
    await waitFor(() => expect(widget.opened).toHaveLength(1));
    say({ event: "calendly.event_type_viewed", payload: {} });
    say({ event: "calendly.date_and_time_selected", payload: {} });
    say({ event: "calendly.event_scheduled", payload: uris });
    say({ event: "calendly.event_scheduled", payload: uris });
    expect(onScheduled.mock.calls).toEqual([[{ eventUri: uris.event.uri, inviteeUri: uris.invitee.uri }]]);
    expect(onMessage.mock.calls.map(([message]) => message.kind)).toEqual([
      "event_type_viewed",
      "date_and_time_selected",
      "event_scheduled",
      "event_scheduled",
    ]);
    act(() => widget.closePopupWidget());
    await waitFor(() => expect(onClosed).toHaveBeenCalledWith({ scheduled: true }));
    say({ event: "calendly.event_scheduled", payload: uris });
    expect(onScheduled).toHaveBeenCalledTimes(1);
  });

  test("closes the window once the booking is made, where the page asks for it", async () => {
    const onScheduled = vi.fn();
    const onClosed = vi.fn();
    const { user } = renderWith(
      <BookingButton eventType={eventType} onScheduled={onScheduled} onClosed={onClosed} closeWhenBooked />,
      serverWith(),
    );
    await user.click(await bookButton());
    await waitFor(() => expect(widget.opened).toHaveLength(1));
    say({ event: "calendly.event_scheduled", payload: uris });
    expect(onScheduled).toHaveBeenCalledTimes(1);
    expect(document.querySelector(".calendly-overlay")).toBeNull();
    await waitFor(() => expect(onClosed).toHaveBeenCalledWith({ scheduled: true }));
  });

  test("does not hear anyone but the booking site, nor malformed messages", async () => {
    const onScheduled = vi.fn();
    const onClosed = vi.fn();
    const { user } = renderWith(
      <BookingButton eventType={eventType} onScheduled={onScheduled} onClosed={onClosed} />,
      serverWith(),
    );
    await user.click(await bookButton());
    await waitFor(() => expect(widget.opened).toHaveLength(1));
    say({ event: "calendly.event_scheduled", payload: uris }, "https://evil.example");
    say({ event: "calendly.event_scheduled", payload: uris }, "https://calendly.example.evil.example");
    say({ event: "calendly.event_scheduled", payload: { event: {}, invitee: {} } });
    act(() => widget.closePopupWidget());
    await waitFor(() => expect(onClosed).toHaveBeenCalledWith({ scheduled: false }));
    expect(onScheduled).not.toHaveBeenCalled();
  });

  test("never opens an address that is not a booking page", async () => {
    for (const schedulingUrl of ["https://evil.example/maya", "javascript:alert(1)", null]) {
      const { unmount } = renderWith(
        <BookingButton eventType={{ ...eventType, schedulingUrl }} onScheduled={() => {}} />,
        serverWith(),
      );
      expect((await screen.findByRole("alert")).textContent).toContain("no verified booking page");
      expect(screen.queryByRole("button")).toBeNull();
      unmount();
    }
  });

  test("never loads a script from elsewhere", async () => {
    renderWith(
      <BookingButton eventType={eventType} onScheduled={() => {}} />,
      serverWith({ widgetScriptUrl: "https://evil.example/widget.js" }),
    );
    expect((await screen.findByRole("alert")).textContent).toContain("Booking is switched off");
    expect(document.querySelector('script[src^="https://evil.example"]')).toBeNull();
  });

  test("says that the window did not load, and offers the page itself and another try", async () => {
    scriptsLoad(false);
    const { user } = renderWith(<BookingButton eventType={eventType} onScheduled={() => {}} />, serverWith());
    await user.click(await bookButton());
    expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
    expect(screen.getByRole("link", { name: /Book on Calendly’s page/ }).getAttribute("href")).toBe(
      eventType.schedulingUrl,
    );
    scriptsLoad(true);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(widget.opened).toHaveLength(1));
  });

  test("says so when the script leaves nothing behind", async () => {
    Reflect.deleteProperty(window, "Calendly");
    const { user } = renderWith(<BookingButton eventType={eventType} onScheduled={() => {}} />, serverWith());
    await user.click(await bookButton());
    expect((await screen.findByRole("alert")).textContent).toContain("did not start");
  });
});
