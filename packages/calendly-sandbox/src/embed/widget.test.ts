// @vitest-environment happy-dom
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";

interface Widget {
  initInlineWidget(options: object): void;
  initPopupWidget(options: object): void;
  showPopupWidget(url: string): void;
  closePopupWidget(): void;
  initBadgeWidget(options: object): void;
  destroyBadgeWidget(): void;
}

/** What happy-dom offers beside the page: here, frames that load an empty page instead of the network. */
interface Browser {
  readonly settings: {
    enableIframePageLoading: boolean;
    readonly fetch: {
      interceptor: { beforeAsyncRequest(asked: { window: typeof globalThis }): Promise<Response> } | null;
    };
  };
  setURL(url: string): void;
}

const source = readFileSync(join(import.meta.dirname, "assets/widget.js"), "utf8");
const url = "https://calendly.test/maya/60-minute";

function load(): Widget {
  new Function(source)();
  return (window as unknown as { Calendly: Widget }).Calendly;
}

function frameQuery(): URLSearchParams {
  const frame = document.querySelector("iframe");
  if (frame === null) throw new Error("no frame");
  return new URL(frame.src).searchParams;
}

function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}

beforeEach(() => {
  const happy = (window as unknown as { happyDOM: Browser }).happyDOM;
  happy.settings.enableIframePageLoading = true;
  happy.settings.fetch.interceptor = {
    beforeAsyncRequest: ({ window: asking }) => Promise.resolve(new asking.Response("<!doctype html>")),
  };
  happy.setURL("https://app.example:8080/coaches?utm_source=host&utm_medium=page&other=1");
  document.body.innerHTML = "";
});

test("every inline widget with an address becomes one frame, once", () => {
  document.body.innerHTML = `<div class="calendly-inline-widget" data-url="${url}"></div>
    <div class="calendly-inline-widget" data-url="${url}" data-auto-load="false"></div>
    <div class="calendly-inline-widget"></div>`;
  load();
  load();
  expect(document.querySelectorAll("iframe")).toHaveLength(1);
  expect(frameQuery().get("embed_type")).toBe("Inline");
  expect(frameQuery().get("embed_domain")).toBe("app.example:8080");
});

test("the host page's utm values give way to the address's, and those to the options", () => {
  load().initInlineWidget({
    url: `${url}?utm_source=address&utm_term=address&month=2026-12#part`,
    parentElement: document.body,
    utm: { utmTerm: "option", utmCampaign: "c&c" },
  });
  const query = frameQuery();
  expect(query.get("utm_source")).toBe("address");
  expect(query.get("utm_medium")).toBe("page");
  expect(query.get("utm_term")).toBe("option");
  expect(query.get("utm_campaign")).toBe("c&c");
  expect(query.get("month")).toBe("2026-12");
  expect(query.has("other")).toBe(false);
  expect(find("iframe").getAttribute("src")).not.toContain("#");
});

test("prefill becomes the parameters of a booking page", () => {
  load().initInlineWidget({
    url,
    parentElement: document.body,
    prefill: {
      name: "Jordan Blake",
      firstName: "Jordan",
      email: "jordan@realty.example",
      guests: ["a@x.example", "b@x.example"],
      customAnswers: { a1: "Ja & Nein", b1: "ignored" },
      date: new Date(2026, 11, 3),
    },
  });
  expect(Object.fromEntries(frameQuery())).toMatchObject({
    name: "Jordan Blake",
    first_name: "Jordan",
    email: "jordan@realty.example",
    guests: "a@x.example,b@x.example",
    a1: "Ja & Nein",
    date: "2026-12-03",
    month: "2026-12",
  });
  expect(frameQuery().has("b1")).toBe(false);
});

test("an inline widget needs an address and a place", () => {
  expect(() => load().initInlineWidget({ parentElement: document.body })).toThrow("Calendly: Widget URL not set");
  expect(() => load().initInlineWidget({ url })).toThrow("Calendly: Parent element not set");
});

test("without a parent the widget stands where the script that asks for it stands", () => {
  document.body.innerHTML = `<div id="first"><script type="text/plain"></script></div><div id="last"><script type="text/plain"></script></div>`;
  load().initInlineWidget({ url });
  expect(find("#last").querySelector("iframe")).not.toBeNull();
});

test("a jQuery object is as good a parent as an element", () => {
  load().initInlineWidget({ url, parentElement: { jquery: "3.7", 0: document.body } });
  expect(document.body.querySelector("iframe")).not.toBeNull();
});

test("the popup locks the page, takes the focus, and gives both back when it is closed", () => {
  document.body.innerHTML = `<button id="opener">Book</button>`;
  const widget = load();
  find("#opener").focus();
  widget.initPopupWidget({ url });
  expect(frameQuery().get("embed_type")).toBe("PopupText");
  expect(document.body.style.overflow).toBe("hidden");
  expect(document.activeElement?.className).toBe("calendly-popup-close");
  expect(find(".calendly-popup-content").dataset["url"]).toBe(url);

  widget.closePopupWidget();
  expect(document.querySelector(".calendly-overlay")).toBeNull();
  expect(document.body.style.overflow).toBe("");
  expect(document.activeElement?.id).toBe("opener");
});

test("Escape, the button and a click beside the popup close it", () => {
  const widget = load();
  const ways = [
    () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" })),
    () => find(".calendly-popup-close").click(),
    () => find(".calendly-close-overlay").click(),
  ];
  for (const close of ways) {
    widget.showPopupWidget(url);
    expect(document.querySelectorAll(".calendly-overlay")).toHaveLength(1);
    close();
    expect(document.querySelector(".calendly-overlay")).toBeNull();
  }
});

test("opening a second popup leaves only that one", () => {
  const widget = load();
  widget.showPopupWidget(url);
  widget.showPopupWidget(`${url}-other`);
  expect(document.querySelectorAll(".calendly-overlay")).toHaveLength(1);
  widget.closePopupWidget();
  expect(document.body.style.overflow).toBe("");
});

test("the badge shows its text as text, opens the popup, and can be removed", () => {
  const widget = load();
  widget.initBadgeWidget({ url, text: "<b>Book</b>", color: "#ffffff", textColor: "#1c1b19", branding: true });
  const content = find(".calendly-badge-content");
  expect(content.textContent).toContain("<b>Book</b>");
  expect(content.classList.contains("calendly-white")).toBe(true);
  content.click();
  expect(frameQuery().get("embed_type")).toBe("PopupWidget");
  widget.closePopupWidget();
  widget.destroyBadgeWidget();
  expect(document.querySelector(".calendly-badge-widget")).toBeNull();
});

test("a frame grows with its page only on messages of its own", () => {
  document.body.innerHTML = `<div id="place"></div>`;
  load().initInlineWidget({ url, parentElement: find("#place"), resize: true });
  const data = { event: "calendly.page_height", payload: { height: "812px" } };
  window.dispatchEvent(new MessageEvent("message", { data, source: window }));
  expect(find("#place").style.height).toBe("");
  const source = find("iframe") as HTMLIFrameElement;
  window.dispatchEvent(new MessageEvent("message", { data, source: source.contentWindow }));
  expect(find("#place").style.height).toBe("812px");
});
