import type { Random } from "../../scenario/random.ts";
import type { State } from "../../state.ts";
import type { ActivityEntry } from "../../world/activity-records.ts";
import type { Group, Invitation } from "../../world/organization-records.ts";
import type { Timestamp, User } from "../../world/records.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** How an organization of several people is arranged, as a scenario writes it. People are named by their slugs. */
export interface OrganizationSketch {
  readonly teams: readonly { readonly name: string; readonly slug: string; readonly members: readonly string[] }[];
  readonly groups: readonly {
    readonly name: string;
    readonly admins: readonly string[];
    readonly members: readonly string[];
  }[];
  /** Of people who have not joined. `group` is the name of the group that they were invited to. */
  readonly invitations: readonly {
    readonly email: string;
    readonly status: "pending" | "declined";
    readonly daysAgo: number;
    readonly group?: string;
  }[];
}

interface Seeding {
  readonly random: Random;
  readonly stamp: (at: number) => Timestamp;
  /** Midnight UTC of the sandbox's day, in milliseconds. */
  readonly today: number;
}

/** Members are there by the invitations that they accepted; their founder is by herself. */
function seedInvitations(
  state: State,
  sketch: OrganizationSketch,
  owner: User,
  seeding: Seeding,
): readonly Invitation[] {
  const { random, stamp, today } = seeding;
  const members = state.store.users.list({
    where: { organization: owner.organizationId, role: { in: ["user", "admin"] } },
    order: { by: "created", direction: "asc" },
  });
  const accepted = members.map((member): Invitation => {
    const sent = stamp(Date.parse(member.createdAt) - 2 * day);
    return {
      id: random.uuid(),
      organizationId: owner.organizationId,
      email: member.email,
      status: "accepted",
      userId: member.id,
      lastSentAt: sent,
      createdAt: sent,
      updatedAt: member.createdAt,
    };
  });
  const open = sketch.invitations.map(({ email, status, daysAgo }): Invitation => {
    const sent = stamp(today - daysAgo * day + 15 * hour);
    return {
      id: random.uuid(),
      organizationId: owner.organizationId,
      email,
      status,
      userId: null,
      lastSentAt: sent,
      createdAt: sent,
      updatedAt: status === "pending" ? sent : stamp(today - daysAgo * day + 20 * hour),
    };
  });
  for (const invitation of [...accepted, ...open]) state.store.invitations.put(invitation);
  return open;
}

function seedGroups(
  state: State,
  sketch: OrganizationSketch,
  owner: User,
  open: readonly Invitation[],
  seeding: Seeding,
) {
  const { random, stamp } = seeding;
  const { store } = state;
  const founded = Date.parse(owner.createdAt);
  const idOf = (slug: string) => store.users.first({ where: { slug } })?.id;
  sketch.groups.forEach((group, number) => {
    const createdAt = stamp(founded + (number + 2) * day);
    const record: Group = {
      id: random.uuid(),
      organizationId: owner.organizationId,
      name: group.name,
      createdAt,
      updatedAt: createdAt,
    };
    store.groups.put(record);
    const relate = (role: "member" | "admin", at: Timestamp, who: { userId: string } | { invitationId: string }) => {
      store.groupRelationships.put({
        id: random.uuid(),
        organizationId: owner.organizationId,
        groupId: record.id,
        role,
        owner: "userId" in who ? { kind: "membership", ...who } : { kind: "invitation", ...who },
        createdAt: at,
        updatedAt: at,
      });
    };
    const people = [
      ...group.admins.map((slug) => ({ slug, role: "admin" as const })),
      ...group.members.map((slug) => ({ slug, role: "member" as const })),
    ];
    people.forEach(({ slug, role }, at) => {
      const userId = idOf(slug);
      if (userId !== undefined) relate(role, stamp(founded + (number + 2) * day + (at + 1) * hour), { userId });
    });
    for (const { email } of sketch.invitations.filter((one) => one.group === group.name)) {
      const invitation = open.find((one) => one.email === email);
      if (invitation !== undefined) relate("member", invitation.createdAt, { invitationId: invitation.id });
    }
  });
}

/** Somebody logs in on each of the last days, and every open invitation was sent by the owner. */
function seedActivity(state: State, owner: User, open: readonly Invitation[], { random, today }: Seeding): void {
  const { store } = state;
  type Happening = Pick<ActivityEntry, "occurredAt" | "namespace" | "action" | "details"> & { readonly by: User };
  const logins = store.users.list({ where: { organization: owner.organizationId } }).flatMap((by): Happening[] =>
    [1, 2, 3].map((ago) => ({
      by,
      occurredAt: today - ago * day + 8 * hour + random.below(4 * hour),
      namespace: "Login",
      action: "Succeeded",
      details: { email: by.email },
    })),
  );
  const sent = open.map(
    (invitation): Happening => ({
      by: owner,
      occurredAt: Date.parse(invitation.createdAt),
      namespace: "User_Management",
      action: "Invitation_Sent",
      details: { invitation_email: invitation.email },
    }),
  );
  for (const { by, ...happening } of [...logins, ...sent].sort((a, b) => a.occurredAt - b.occurredAt)) {
    store.activity.put({
      ...happening,
      id: random.uuid(),
      seq: store.nextNumber("activity"),
      organizationId: owner.organizationId,
      actor: { kind: "user", userId: by.id, name: by.name, email: by.email, role: by.role, group: null },
    });
  }
}

/** Arranges the people who are there already into teams and groups, with the invitations and log entries behind them. */
export function seedOrganization(state: State, sketch: OrganizationSketch, seeding: Seeding): void {
  const { store } = state;
  const owner = store.users.first({ where: { role: "owner" } });
  if (owner === null) return;
  sketch.teams.forEach((team, number) => {
    const createdAt = seeding.stamp(Date.parse(owner.createdAt) + (number + 1) * day);
    store.teams.put({
      id: seeding.random.uuid(),
      organizationId: owner.organizationId,
      name: team.name,
      slug: team.slug,
      memberIds: team.members.flatMap((slug) => store.users.first({ where: { slug } })?.id ?? []),
      createdAt,
      updatedAt: createdAt,
    });
  });
  const open = seedInvitations(state, sketch, owner, seeding);
  seedGroups(state, sketch, owner, open, seeding);
  seedActivity(state, owner, open, seeding);
}
