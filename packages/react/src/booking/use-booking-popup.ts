import { useCallback, useEffect, useRef, useState } from "react";
import { type CalendlyWidget, loadWidget, type PopupOptions } from "./load-widget.ts";
import type { WidgetConfig } from "./widget-config.ts";
import { readWidgetMessage, type WidgetMessage } from "./widget-message.ts";

/**
 * `idle`; `loading`: the script is on its way; `open`: the window is up; `silent`: it is up, but Calendly's page has
 * not said anything for a while; `failed`: it did not come up.
 */
export type PopupState =
  | { readonly kind: "idle" | "loading" | "open" | "silent" }
  | { readonly kind: "failed"; readonly why: string };

export interface PopupCallbacks {
  readonly onMessage?: (message: WidgetMessage) => void;
  readonly onScheduled: (booked: { readonly eventUri: string; readonly inviteeUri: string }) => void;
  readonly onClosed?: (outcome: { readonly scheduled: boolean }) => void;
  /** Close Calendly's window once the booking is made, where the page itself says how it stands. */
  readonly closeWhenBooked?: boolean;
}

const silentAfterMs = 10_000;

/** Opens Calendly's popup, hears its messages (from the booking origin only), and notices when it is closed. */
export function useBookingPopup(config: WidgetConfig | null, callbacks: PopupCallbacks) {
  const [state, setState] = useState<PopupState>({ kind: "idle" });
  const latest = useRef(callbacks);
  latest.current = callbacks;
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  const open = useCallback(
    async (options: PopupOptions) => {
      if (config === null) return;
      stop.current?.();
      let abandoned = false;
      stop.current = () => {
        abandoned = true;
      };
      setState({ kind: "loading" });
      let widget: CalendlyWidget;
      try {
        widget = await loadWidget(config);
        if (abandoned) return;
        widget.initPopupWidget(options);
      } catch (error) {
        if (abandoned) return;
        setState({ kind: "failed", why: error instanceof Error ? error.message : "Calendly’s booking window failed." });
        return;
      }
      setState({ kind: "open" });
      stop.current = watch(config, {
        onMessage: (message) => {
          setState({ kind: "open" });
          latest.current.onMessage?.(message);
        },
        onScheduled: (booked) => {
          const { closeWhenBooked, onScheduled } = latest.current;
          onScheduled(booked);
          if (closeWhenBooked) widget.closePopupWidget();
        },
        onSilent: () => setState({ kind: "silent" }),
        onClosed: (scheduled) => {
          stop.current = null;
          setState({ kind: "idle" });
          latest.current.onClosed?.({ scheduled });
        },
      });
    },
    [config],
  );
  return { state, open };
}

interface Watched {
  readonly onMessage: (message: WidgetMessage) => void;
  readonly onScheduled: PopupCallbacks["onScheduled"];
  readonly onSilent: () => void;
  readonly onClosed: (scheduled: boolean) => void;
}

/** Calendly shows one popup at a time: a new one ends the one before. */
let endFormer: (() => void) | null = null;

/** Follows one popup until it is gone. The widget has no event for closing, so its overlay is watched. */
function watch(config: WidgetConfig, watched: Watched): () => void {
  let scheduled: string | null = null;
  const silence = setTimeout(watched.onSilent, silentAfterMs);

  const onMessage = (event: MessageEvent) => {
    const message = readWidgetMessage(event, config.bookingOrigin);
    if (message === null) return;
    clearTimeout(silence);
    watched.onMessage(message);
    // Calendly may say it twice; a booking is one.
    if (message.kind !== "event_scheduled" || scheduled === message.inviteeUri) return;
    scheduled = message.inviteeUri;
    watched.onScheduled({ eventUri: message.eventUri, inviteeUri: message.inviteeUri });
  };
  const end = () => {
    stop();
    watched.onClosed(scheduled !== null);
  };
  const overlay = new MutationObserver(() => {
    if (document.querySelector(".calendly-overlay") === null) end();
  });
  const stop = () => {
    if (endFormer === end) endFormer = null;
    clearTimeout(silence);
    overlay.disconnect();
    window.removeEventListener("message", onMessage);
  };
  endFormer?.();
  endFormer = end;
  window.addEventListener("message", onMessage);
  overlay.observe(document.body, { childList: true });
  return stop;
}
