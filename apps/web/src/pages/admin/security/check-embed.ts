import { readWidgetMessage } from "@punctual/react";

/** What one check found out. `advice`: what to change, null when there is nothing. */
export interface Finding {
  readonly name: string;
  readonly state: "passes" | "blocked" | "skipped";
  readonly seen: string;
  readonly advice: string | null;
}

export interface EmbedTarget {
  readonly bookingOrigin: string;
  readonly widgetScriptUrl: string;
  readonly widgetStylesheetUrl: string;
  /** A page to book on; null while nobody has connected Calendly. */
  readonly bookingPage: string | null;
}

/** Milliseconds after which what did not come is taken for blocked. */
const patienceMs = 10_000;

/**
 * Tries in this very page what booking needs: Calendly's script, its stylesheet and a booking page in a frame. A proxy may
 * have added or taken away a policy, which only a browser that sits behind it can tell.
 */
export async function checkEmbed(
  target: EmbedTarget,
  place: HTMLElement,
  page: Document = document,
): Promise<Finding[]> {
  const arrived = await readHeaders();
  const [script, style, frame] = await Promise.all([
    tryElement(page, "script", target.widgetScriptUrl),
    tryElement(page, "link", target.widgetStylesheetUrl),
    target.bookingPage === null ? null : tryFrame(page, place, target.bookingPage, target.bookingOrigin),
  ]);
  const advise = (directive: string, url: string) => adviceFor(arrived, directive, new URL(url).origin);
  return [
    policyFinding(arrived),
    finding("Calendly's script", script, (directive) => advise(directive, target.widgetScriptUrl)),
    finding("Calendly's stylesheet", style, (directive) => advise(directive, target.widgetStylesheetUrl)),
    frame === null
      ? {
          name: "A booking page in a frame",
          state: "skipped",
          seen: "No coach has connected Calendly yet, so there is no booking page to try.",
          advice: "Come back when the first coach is connected.",
        }
      : finding("A booking page in a frame", frame, (directive) => advise(directive, target.bookingOrigin)),
  ];
}

type Outcome =
  | { readonly kind: "arrived" }
  | { readonly kind: "violated"; readonly directive: string }
  | { readonly kind: "failed"; readonly why: string };

function finding(name: string, outcome: Outcome, advise: (directive: string) => string): Finding {
  switch (outcome.kind) {
    case "arrived":
      return { name, state: "passes", seen: "It loads in this page.", advice: null };
    case "violated":
      return {
        name,
        state: "blocked",
        seen: `Blocked by ${outcome.directive} of the content security policy.`,
        advice: advise(outcome.directive),
      };
    case "failed":
      return { name, state: "blocked", seen: outcome.why, advice: notThePolicy };
  }
}

const notThePolicy =
  "The policy did not block it. See that this browser's network reaches Calendly, and that no extension or filter is in between.";

interface Arrived {
  readonly policy: string | null;
  readonly reportOnly: string | null;
}

/** The policy that really comes to a browser, asked for as a page is. */
async function readHeaders(): Promise<Arrived> {
  const response = await fetch("/security/embed", { cache: "no-store", credentials: "same-origin" });
  return {
    policy: response.headers.get("content-security-policy"),
    reportOnly: response.headers.get("content-security-policy-report-only"),
  };
}

function policyFinding({ policy, reportOnly }: Arrived): Finding {
  const name = "The policy that arrives";
  if (policy === null) {
    const seen = "No Content-Security-Policy reaches this browser.";
    return {
      name,
      state: "blocked",
      seen,
      advice: "Something in front of Punctual takes the header away. Let it through.",
    };
  }
  const count = policiesOf(policy).length;
  if (count > 1) {
    const seen = `${count} policies arrive; a browser enforces all of them at once.`;
    return { name, state: "blocked", seen, advice: "Something in front of Punctual adds one. Take it away there." };
  }
  if (!/'nonce-[A-Za-z0-9+/]{24}'/.test(policy)) {
    const seen = "The policy is not the one that Punctual sends: it has no nonce.";
    return {
      name,
      state: "blocked",
      seen,
      advice: "Something in front of Punctual replaces it. Let Punctual's through.",
    };
  }
  const seen =
    reportOnly === null ? "Punctual's own policy, and no other." : "Punctual's own policy, and one that only reports.";
  return { name, state: "passes", seen, advice: null };
}

/** Several policies in one header have commas between; no source has one. */
function policiesOf(header: string): string[] {
  return header.split(",").filter((policy) => policy.trim() !== "");
}

/** What has to be in which directive, and whose policy it is that lacks it. */
function adviceFor({ policy }: Arrived, directive: string, origin: string): string {
  const name = directive.replace(/-(elem|attr)$/, "");
  const lacking = policiesOf(policy ?? "").filter((each) => !sourcesOf(each, name).includes(origin));
  const own = lacking.some((each) => each.includes("'nonce-"));
  return own
    ? `${name} does not name ${origin}. See that CALENDLY_BOOKING_URL and CALENDLY_ASSETS_URL are where Calendly is, then start Punctual again.`
    : `A policy that is not Punctual's blocks ${origin}. Add it to ${name} where that policy comes from, or take that policy away.`;
}

function sourcesOf(policy: string, name: string): string[] {
  const directives = policy.split(";").map((part) => part.trim().split(/\s+/));
  const found = directives.find(([first]) => first === name) ?? directives.find(([first]) => first === "default-src");
  return found?.slice(1) ?? [];
}

function tryElement(page: Document, kind: "script" | "link", url: string): Promise<Outcome> {
  const element = page.createElement(kind);
  if (element instanceof HTMLLinkElement) {
    element.rel = "stylesheet";
    element.href = url;
  } else element.src = url;
  return attempt(page, url, (settle) => {
    element.addEventListener("load", () => settle({ kind: "arrived" }));
    // Told a moment after the violation, where there is one.
    element.addEventListener("error", () => setTimeout(() => settle({ kind: "failed", why: "It did not load." }), 300));
    page.head.append(element);
    return () => element.remove();
  });
}

/** A frame loads even when it shows an error: only Calendly's own message tells that its page is there. */
function tryFrame(page: Document, place: HTMLElement, url: string, bookingOrigin: string): Promise<Outcome> {
  const frame = page.createElement("iframe");
  const address = new URL(url);
  address.searchParams.set("embed_type", "Inline");
  address.searchParams.set("embed_domain", page.location.host);
  frame.title = "Calendly's booking page, as a check";
  frame.src = address.href;
  frame.className = "h-80 w-full rounded-md border bg-white";
  return attempt(page, url, (settle) => {
    const hear = (message: MessageEvent): void => {
      if (message.source === frame.contentWindow && readWidgetMessage(message, bookingOrigin) !== null) {
        settle({ kind: "arrived" });
      }
    };
    window.addEventListener("message", hear);
    place.replaceChildren(frame);
    return () => window.removeEventListener("message", hear);
  });
}

function attempt(
  page: Document,
  url: string,
  begin: (settle: (outcome: Outcome) => void) => () => void,
): Promise<Outcome> {
  const { origin } = new URL(url);
  return new Promise((resolve) => {
    let end: () => void = () => undefined;
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      page.removeEventListener("securitypolicyviolation", hear);
      end();
      resolve(outcome);
    };
    const hear = (event: SecurityPolicyViolationEvent): void => {
      if (event.disposition !== "enforce" || URL.parse(event.blockedURI)?.origin !== origin) return;
      if (!isAbout(event, url)) return;
      settle({ kind: "violated", directive: event.effectiveDirective });
    };
    const timer = setTimeout(
      () => settle({ kind: "failed", why: "It did not show up within 10 seconds, and no policy said why." }),
      patienceMs,
    );
    page.addEventListener("securitypolicyviolation", hear);
    end = begin(settle);
  });
}

/** Script, stylesheet and frame may come from one origin: a blocked frame is told by its origin alone. */
function isAbout(event: SecurityPolicyViolationEvent, url: string): boolean {
  const isFrame = event.effectiveDirective === "frame-src";
  const isFile = /\.(js|css)$/.test(new URL(url).pathname);
  return isFrame ? !isFile : event.blockedURI === url;
}
