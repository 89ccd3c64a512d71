import { describe, expect, test } from "vitest";
import { bookingPageOf, readWidgetConfig } from "./widget-config.ts";
import { readWidgetMessage } from "./widget-message.ts";

const origin = "https://calendly.com";
const scheduled = {
  event: "calendly.event_scheduled",
  payload: {
    event: { uri: "https://api.calendly.com/scheduled_events/AAA" },
    invitee: { uri: "https://api.calendly.com/scheduled_events/AAA/invitees/BBB" },
  },
};

describe("the widget's configuration", () => {
  const calendly = {
    bookingOrigin: origin,
    widgetScriptUrl: "https://assets.calendly.com/assets/external/widget.js",
    widgetStylesheetUrl: "https://assets.calendly.com/assets/external/widget.css",
  };
  test("Calendly's own and a local sandbox are taken", () => {
    expect(readWidgetConfig(calendly).ok).toBe(true);
    const local = "http://127.0.0.1:4010";
    expect(
      readWidgetConfig({
        bookingOrigin: local,
        widgetScriptUrl: `${local}/assets/external/widget.js`,
        widgetStylesheetUrl: `${local}/assets/external/widget.css`,
      }).ok,
    ).toBe(true);
  });
  test.each([
    ["another site", "https://evil.example/widget.js"],
    ["a site whose name only ends alike", "https://notcalendly.com/widget.js"],
    ["plain http", "http://assets.calendly.com/widget.js"],
    ["another scheme", "javascript:alert(1)"],
    ["no address at all", "widget.js"],
  ])("a script from %s is refused", (_, widgetScriptUrl) => {
    expect(readWidgetConfig({ ...calendly, widgetScriptUrl })).toMatchObject({ ok: false });
    expect(readWidgetConfig({ ...calendly, widgetStylesheetUrl: widgetScriptUrl })).toMatchObject({ ok: false });
  });
});

describe("a booking page", () => {
  test("is opened at the booking origin", () => {
    expect(bookingPageOf("https://calendly.com/maya/60-minute", { bookingOrigin: origin })).toBe(
      "https://calendly.com/maya/60-minute",
    );
  });
  test.each([
    null,
    "",
    "not an address",
    "https://calendly.com/",
    "https://calendly.com.evil.example/maya",
    "https://calendly.com@evil.example/maya",
    "https://maya@calendly.com/maya",
    "http://calendly.com/maya",
    "https://calendly.com:8443/maya",
    "javascript:alert(1)",
  ])("%s is never opened", (url) => {
    expect(bookingPageOf(url, { bookingOrigin: origin })).toBeNull();
  });
});

describe("messages of Calendly's page", () => {
  test("each kind is read", () => {
    expect(readWidgetMessage({ origin, data: scheduled }, origin)).toEqual({
      kind: "event_scheduled",
      eventUri: "https://api.calendly.com/scheduled_events/AAA",
      inviteeUri: "https://api.calendly.com/scheduled_events/AAA/invitees/BBB",
    });
    for (const kind of ["profile_page_viewed", "event_type_viewed", "date_and_time_selected"]) {
      expect(readWidgetMessage({ origin, data: { event: `calendly.${kind}`, payload: {} } }, origin)).toEqual({ kind });
    }
    const height = { event: "calendly.page_height", payload: { height: "1186px" } };
    expect(readWidgetMessage({ origin, data: height }, origin)).toEqual({ kind: "page_height", height: "1186px" });
  });
  test("another origin is not heard, however alike", () => {
    for (const other of ["https://evil.example", "https://calendly.com.evil.example", "http://calendly.com", "null"]) {
      expect(readWidgetMessage({ origin: other, data: scheduled }, origin)).toBeNull();
    }
  });
  test.each([
    null,
    "calendly.event_scheduled",
    42,
    {},
    { event: "calendly.unknown" },
    { event: "calendly.event_scheduled" },
    { event: "calendly.event_scheduled", payload: { event: { uri: "nonsense" }, invitee: { uri: "nonsense" } } },
    { event: "calendly.page_height", payload: { height: "1px; background: url(//evil)" } },
  ])("%j says nothing", (data) => {
    expect(readWidgetMessage({ origin, data }, origin)).toBeNull();
  });
});
