import type { WidgetConfig } from "./widget-config.ts";

export interface PopupOptions {
  readonly url: string;
  readonly prefill?: {
    readonly name?: string;
    readonly email?: string;
    readonly customAnswers?: Record<string, string>;
  };
  readonly utm?: {
    readonly utmSource?: string;
    readonly utmMedium?: string;
    readonly utmCampaign?: string;
    readonly utmContent?: string;
    readonly utmTerm?: string;
  };
}

/** The part of `window.Calendly` that we use. */
export interface CalendlyWidget {
  initPopupWidget(options: PopupOptions): void;
  closePopupWidget(): void;
}

const loads = new WeakMap<Document, Map<string, Promise<CalendlyWidget>>>();
/** Longer than this, and a person believes that nothing happens. */
const patienceMs = 12_000;

/**
 * Loads Calendly's script and stylesheet into the page, once. Rejects with a sentence when they do not come;
 * the next call then tries again.
 */
export function loadWidget(config: WidgetConfig, page: Document = document): Promise<CalendlyWidget> {
  const known = loads.get(page) ?? new Map<string, Promise<CalendlyWidget>>();
  loads.set(page, known);
  const running = known.get(config.scriptUrl);
  if (running !== undefined) return running;
  const load = addToPage(config, page);
  known.set(config.scriptUrl, load);
  load.catch(() => known.delete(config.scriptUrl));
  return load;
}

function addToPage(config: WidgetConfig, page: Document): Promise<CalendlyWidget> {
  const styles = page.createElement("link");
  styles.rel = "stylesheet";
  styles.href = config.stylesheetUrl;
  const script = page.createElement("script");
  script.src = config.scriptUrl;
  script.async = true;

  return new Promise<CalendlyWidget>((resolve, reject) => {
    const giveUp = (why: string) => {
      clearTimeout(timer);
      script.remove();
      styles.remove();
      reject(new Error(why));
    };
    const timer = setTimeout(() => giveUp("Calendly’s booking window takes too long to load."), patienceMs);
    script.addEventListener("load", () => {
      const widget = widgetOf(page.defaultView);
      if (widget === null) return giveUp("Calendly’s booking window did not start.");
      clearTimeout(timer);
      resolve(widget);
    });
    script.addEventListener("error", () => giveUp("Calendly’s booking window could not be loaded."));
    page.head.append(styles, script);
  });
}

/** What the script left behind, if it is what we know. */
function widgetOf(window: Window | null): CalendlyWidget | null {
  const found: unknown = window === null ? undefined : Reflect.get(window, "Calendly");
  return isWidget(found) ? found : null;
}

function isWidget(value: unknown): value is CalendlyWidget {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "initPopupWidget") === "function" &&
    typeof Reflect.get(value, "closePopupWidget") === "function"
  );
}
