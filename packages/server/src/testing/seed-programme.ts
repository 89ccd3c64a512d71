import type { Role } from "@punctual/contract";
import type { Context } from "../platform/context.ts";
import { connections, eventTypes, people } from "../platform/database/schema.ts";
import { newId } from "../platform/ids.ts";

/** Rows of a programme for tests that begin with a connected coach. `name` also makes the address and the URIs. */
export async function seedPerson(
  context: Context,
  person: {
    readonly name: string;
    readonly role: Role;
    readonly email?: string;
    readonly timeZone?: string | null;
    readonly emailVerified?: boolean;
  },
): Promise<{ readonly id: string; readonly email: string }> {
  const id = newId("per");
  const first = person.name.split(" ")[0]?.toLowerCase() ?? "";
  const email = person.email ?? `${first}@${person.role === "realtor" ? "realty" : "northside"}.example`;
  await context.database.insert(people).values({
    id,
    name: person.name,
    email,
    emailVerified: person.emailVerified ?? true,
    role: person.role,
    timeZone: person.timeZone ?? null,
  });
  return { id, email };
}

/** A Calendly URI at the configured API origin. */
export function calendlyUri(context: Context, path: string): string {
  return `${context.config.calendly.apiUrl}${path}`;
}

/** An active connection of a coach to the Calendly user of that slug; its tokens are sealed nowhere, so it only receives. */
export async function seedConnection(
  context: Context,
  coach: { readonly id: string; readonly email: string },
  slug: string,
): Promise<{ readonly id: string; readonly userUri: string }> {
  const id = newId("con");
  const now = context.clock.now();
  const userUri = calendlyUri(context, `/users/${slug}`);
  const organizationUri = calendlyUri(context, "/organizations/northside");
  await context.database.insert(connections).values({
    id,
    coachId: coach.id,
    state: "active",
    account: {
      userUri,
      organizationUri,
      name: slug,
      email: coach.email,
      slug,
      schedulingUrl: `${context.config.calendly.bookingUrl}/${slug}`,
      timeZone: "America/New_York",
      avatarUrl: null,
    },
    userUri,
    organizationUri,
    scopes: [],
    connectedAt: now,
    updatedAt: now,
  });
  return { id, userUri };
}

export async function seedEventType(
  context: Context,
  owner: { readonly coachId: string; readonly connectionId: string },
  slug: string,
  over: { readonly offered?: boolean } = {},
): Promise<{ readonly id: string; readonly uri: string }> {
  const id = newId("ety");
  const uri = calendlyUri(context, `/event_types/${slug}`);
  const now = context.clock.now();
  await context.database.insert(eventTypes).values({
    id,
    uri,
    ...owner,
    name: slug,
    slug,
    duration: 60,
    durations: [60],
    kind: "solo",
    active: true,
    secret: false,
    color: "#0a7c66",
    locations: [],
    questions: [],
    schedulingUrl: null,
    offered: over.offered ?? true,
    calendlyUpdatedAt: now,
    readAt: now,
  });
  return { id, uri };
}
