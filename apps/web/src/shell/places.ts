import type { Role } from "@punctual/contract";
import {
  CalendarCheck2,
  CalendarClock,
  CalendarDays,
  Gauge,
  House,
  IdCard,
  type LucideIcon,
  Mail,
  RefreshCw,
  ScrollText,
  Settings2,
  ShieldCheck,
  Unplug,
  UsersRound,
  Webhook,
} from "lucide-react";

/** One place of the app that the navigation leads to. */
export interface Place {
  readonly to:
    | "/"
    | "/sessions"
    | "/availability"
    | "/coaches"
    | "/sync"
    | "/settings"
    | "/settings/connection"
    | "/people"
    | "/audit"
    | "/services"
    | "/security"
    | "/mailbox";
  readonly label: string;
  readonly icon: LucideIcon;
  /** Further words by which the palette finds it. */
  readonly also: string;
}

const mailbox: Place = { to: "/mailbox", label: "Mailbox", icon: Mail, also: "e-mail messages invitations" };
const settings: Place = { to: "/settings", label: "Settings", icon: Settings2, also: "profile name time zone theme" };

const services: Place = {
  to: "/services",
  label: "Services",
  icon: Webhook,
  also: "api keys outgoing webhooks integrations secrets",
};

const security: Place = {
  to: "/security",
  label: "Security",
  icon: ShieldCheck,
  also: "alerts failed sign-ins refused attacks limits embed",
};

interface RolePlaces {
  /** The top bar's. The phone's bottom bar shows the first four of these and then those of `more`. */
  readonly main: readonly Place[];
  readonly more: readonly Place[];
}

const placesOf: Record<Role, RolePlaces> = {
  coach: {
    main: [
      { to: "/", label: "Today", icon: CalendarClock, also: "home next session" },
      { to: "/sessions", label: "Sessions", icon: CalendarDays, also: "calendar bookings" },
      { to: "/availability", label: "Availability", icon: CalendarCheck2, also: "event types openings times offer" },
    ],
    more: [
      settings,
      { to: "/settings/connection", label: "Calendly", icon: Unplug, also: "connection connect account" },
    ],
  },
  realtor: {
    main: [
      { to: "/", label: "Home", icon: House, also: "next session" },
      { to: "/coaches", label: "Coaches", icon: UsersRound, also: "book find" },
      { to: "/sessions", label: "My sessions", icon: CalendarDays, also: "calendar bookings" },
    ],
    more: [settings],
  },
  admin: {
    main: [
      { to: "/", label: "Overview", icon: Gauge, also: "home numbers health" },
      { to: "/coaches", label: "Coaches", icon: UsersRound, also: "fleet connections" },
      { to: "/sessions", label: "Sessions", icon: CalendarDays, also: "calendar bookings" },
      { to: "/sync", label: "Sync", icon: RefreshCw, also: "webhooks deliveries drift usage" },
    ],
    more: [
      { to: "/people", label: "People", icon: IdCard, also: "members roles invite suspend" },
      { to: "/audit", label: "Audit", icon: ScrollText, also: "log who did what why" },
      security,
      services,
      settings,
    ],
  },
};

/** The places of a role; the mailbox is one only where this deployment keeps mail itself. */
export function placesFor(role: Role, hasMailbox: boolean): RolePlaces {
  const { main, more } = placesOf[role];
  return { main, more: hasMailbox ? [mailbox, ...more] : more };
}

/** At most four, so that each is wide enough for a thumb on a small phone. */
export function phonePlaces(role: Role, hasMailbox: boolean): readonly Place[] {
  const { main, more } = placesFor(role, hasMailbox);
  const fourth = role === "coach" ? more.find((place) => place.to === "/settings/connection") : more[0];
  return [...main, ...(fourth === undefined ? [] : [fourth])].slice(0, 4);
}
