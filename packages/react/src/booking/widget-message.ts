/** What Calendly's page tells the page around it (developer.calendly.com, 'Notifying the parent window'). */
export type WidgetMessage =
  | { readonly kind: "profile_page_viewed" }
  | { readonly kind: "event_type_viewed" }
  | { readonly kind: "date_and_time_selected" }
  | { readonly kind: "page_height"; readonly height: string }
  | { readonly kind: "event_scheduled"; readonly eventUri: string; readonly inviteeUri: string };

/** Reads a message; null for what does not come from the booking site or is not one of Calendly's. */
export function readWidgetMessage(
  message: { readonly origin: string; readonly data: unknown },
  bookingOrigin: string,
): WidgetMessage | null {
  if (message.origin !== bookingOrigin || !isRecord(message.data)) return null;
  const { event, payload } = message.data;
  switch (event) {
    case "calendly.profile_page_viewed":
      return { kind: "profile_page_viewed" };
    case "calendly.event_type_viewed":
      return { kind: "event_type_viewed" };
    case "calendly.date_and_time_selected":
      return { kind: "date_and_time_selected" };
    case "calendly.page_height": {
      const height = isRecord(payload) ? payload["height"] : undefined;
      return typeof height === "string" && /^\d+(\.\d+)?px$/.test(height) ? { kind: "page_height", height } : null;
    }
    case "calendly.event_scheduled": {
      const eventUri = uriIn(payload, "event");
      const inviteeUri = uriIn(payload, "invitee");
      return eventUri === null || inviteeUri === null ? null : { kind: "event_scheduled", eventUri, inviteeUri };
    }
    default:
      return null;
  }
}

function uriIn(payload: unknown, name: "event" | "invitee"): string | null {
  const part = isRecord(payload) ? payload[name] : undefined;
  const uri = isRecord(part) ? part["uri"] : undefined;
  return typeof uri === "string" && URL.canParse(uri) ? uri : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
