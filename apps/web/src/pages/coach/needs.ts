import type { Connection, EventType } from "@punctual/contract";

/** One thing that only the coach can do, and where to do it. */
export interface Need {
  readonly id: "connect" | "reconnect" | "offer" | "webhook" | "copy" | "calendly_types";
  readonly title: string;
  readonly why: string;
  readonly action: string;
  readonly to: "/settings/connection" | "/availability";
}

/** What needs the coach, the most urgent first. `eventTypes` is null while unknown. */
export function needsOf(connection: Connection, eventTypes: readonly EventType[] | null): readonly Need[] {
  if (connection.state === "none" || connection.state === "disconnected") {
    return [
      {
        id: "connect",
        title: "Connect Calendly",
        why: "Until then nobody can book you here, and no session is shown.",
        action: "Connect",
        to: "/settings/connection",
      },
    ];
  }
  if (connection.state === "needs_reconnect") {
    return [
      {
        id: "reconnect",
        title: "Reconnect Calendly",
        why:
          connection.trouble ?? "Calendly no longer accepts our access. Nothing new arrives until you connect again.",
        action: "Reconnect",
        to: "/settings/connection",
      },
    ];
  }
  return [...troubles(connection), ...offers(eventTypes)];
}

function troubles(connection: Connection): readonly Need[] {
  const needs: Need[] = [];
  if (connection.webhook.state === "failed") {
    needs.push({
      id: "webhook",
      title: "New bookings arrive late",
      why: connection.webhook.trouble ?? "Calendly did not accept our request to be told at once.",
      action: "See the connection",
      to: "/settings/connection",
    });
  }
  if (connection.backfill.state === "failed") {
    needs.push({
      id: "copy",
      title: "Some sessions may be missing",
      why: "Copying your sessions from Calendly stopped half-way.",
      action: "See the connection",
      to: "/settings/connection",
    });
  }
  return needs;
}

function offers(eventTypes: readonly EventType[] | null): readonly Need[] {
  if (eventTypes === null || eventTypes.some((type) => type.offered && type.active)) return [];
  if (!eventTypes.some((type) => type.active)) {
    return [
      {
        id: "calendly_types",
        title: "You have no active event type",
        why: "Create or switch one on at Calendly, then read them again here.",
        action: "See event types",
        to: "/availability",
      },
    ];
  }
  return [
    {
      id: "offer",
      title: "Offer an event type",
      why: "Realtors see you only once you offer at least one.",
      action: "Choose",
      to: "/availability",
    },
  ];
}
