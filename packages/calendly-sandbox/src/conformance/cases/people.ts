import { endpoints, isCalendlyError, uuidOf } from "@punctual/calendly";
import { expect } from "vitest";
import { nobody, nobodysUri, type OperationCases, unknownId } from "./types.ts";

/** A name of this run, so that what is made can be told from what was there. */
const fresh = (name: string) => `${name} ${Math.random().toString(36).slice(2, 8)}`;

/** People, their organization, its invitations, teams and groups. */
export const peopleCases = {
  getCurrentUser: {
    effect: "reads",
    async works({ client, me }) {
      const { resource } = await client.request(endpoints.getCurrentUser);
      expect(resource.uri).toBe(me.uri);
      expect(resource.scheduling_url).toContain(resource.slug);
    },
    refuses: () => [],
  },
  getUser: {
    effect: "reads",
    async works({ client, me }) {
      const { resource } = await client.request(endpoints.getUser, { params: { uuid: me.uri } });
      expect(resource).toEqual(me);
    },
    refuses: () => [unknownId],
  },
  getOrganization: {
    effect: "reads",
    async works({ client, organization }) {
      const { resource } = await client.request(endpoints.getOrganization, { params: { uuid: organization } });
      expect(resource.uri).toBe(organization);
      expect(["trial", "free", "paid"]).toContain(resource.stage);
    },
    refuses: () => [unknownId],
  },
  listOrganizationMemberships: {
    effect: "reads",
    async works({ client, me, organization }) {
      const own = await client.request(endpoints.listOrganizationMemberships, { query: { user: me.uri } });
      expect(own.collection.map((one) => one.user.uri)).toEqual([me.uri]);
      const all = await client.request(endpoints.listOrganizationMemberships, { query: { organization, count: 1 } });
      expect(all.collection).toHaveLength(1);
      const byEmail = await client.request(endpoints.listOrganizationMemberships, {
        query: { organization, email: me.email },
      });
      expect(byEmail.collection.map((one) => one.user.uri)).toEqual([me.uri]);
    },
    refuses: (target) => [
      { why: "a count of 0", query: { user: target.me.uri, count: "0" }, status: 400, parameter: "count" },
      { why: "a user that is no URI", query: { user: "me" }, status: 400, parameter: "user" },
      { why: "a role that there is not", query: { user: target.me.uri, role: "king" }, status: 400, parameter: "role" },
      {
        why: "a page token of another list",
        query: { user: target.me.uri, page_token: "nonsense" },
        status: 400,
        parameter: "page_token",
      },
      {
        why: "somebody else's organization",
        query: { organization: nobodysUri(target, "organizations") },
        status: 403,
      },
    ],
  },
  getOrganizationMembership: {
    effect: "reads",
    async works({ client, me }) {
      const own = await client.request(endpoints.listOrganizationMemberships, { query: { user: me.uri } });
      const [membership] = own.collection;
      const { resource } = await client.request(endpoints.getOrganizationMembership, {
        params: { uuid: membership?.uri ?? "" },
      });
      expect(resource).toEqual(membership);
    },
    refuses: () => [unknownId],
  },
  deleteOrganizationMembership: {
    effect: "writes",
    async works({ client, organization, sandbox }) {
      // Removing somebody for real would be a bad joke on a live account.
      if (sandbox === null) return;
      const { collection } = await client.request(endpoints.listOrganizationMemberships, { query: { organization } });
      const leaver = collection.find((one) => one.user.slug === "kit-larsen");
      await client.request(endpoints.deleteOrganizationMembership, { params: { uuid: leaver?.uri ?? "" } });
      const left = await client.request(endpoints.listOrganizationMemberships, { query: { organization } });
      expect(left.collection.map((one) => one.user.uri)).not.toContain(leaver?.user.uri);
    },
    async refuses({ client, me }) {
      const own = await client.request(endpoints.listOrganizationMemberships, { query: { user: me.uri } });
      const uuid = uuidOf(own.collection[0]?.uri ?? "");
      return [unknownId, { why: "oneself", params: { uuid }, status: 403 }];
    },
  },
  listOrganizationInvitations: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listOrganizationInvitations, {
        params: { uuid: organization },
        query: { status: "pending", sort: "created_at:desc" },
      });
      for (const invitation of collection) expect(invitation.status).toBe("pending");
    },
    refuses: ({ organization }) => [
      {
        why: "a status that there is not",
        params: { uuid: uuidOf(organization) },
        query: { status: "lost" },
        status: 400,
      },
      { why: "another organization", params: { uuid: nobody }, status: 404 },
    ],
  },
  createOrganizationInvitation: {
    effect: "writes",
    async works({ client, organization }) {
      const email = `${fresh("invited").replace(" ", "-")}@example.com`;
      const { resource } = await client.request(endpoints.createOrganizationInvitation, {
        params: { uuid: organization },
        body: { email },
      });
      expect(resource).toMatchObject({ email, status: "pending", organization });
      await client.request(endpoints.revokeOrganizationInvitation, {
        params: { org_uuid: organization, uuid: resource.uri },
      });
    },
    refuses: ({ organization, me }) => [
      { why: "no address", params: { uuid: uuidOf(organization) }, body: {}, status: 400 },
      { why: "an address that is none", params: { uuid: uuidOf(organization) }, body: { email: "x" }, status: 400 },
      { why: "a member", params: { uuid: uuidOf(organization) }, body: { email: me.email }, status: 400 },
    ],
  },
  getOrganizationInvitation: {
    effect: "writes",
    async works({ client, organization }) {
      const { resource: made } = await client.request(endpoints.createOrganizationInvitation, {
        params: { uuid: organization },
        body: { email: `${fresh("read").replace(" ", "-")}@example.com` },
      });
      const params = { org_uuid: organization, uuid: made.uri };
      const { resource } = await client.request(endpoints.getOrganizationInvitation, { params });
      expect(resource).toEqual(made);
      await client.request(endpoints.revokeOrganizationInvitation, { params });
    },
    refuses: ({ organization }) => [
      { why: "an id that nothing has", params: { org_uuid: uuidOf(organization), uuid: nobody }, status: 404 },
    ],
  },
  revokeOrganizationInvitation: {
    effect: "writes",
    async works({ client, organization }) {
      const { resource: made } = await client.request(endpoints.createOrganizationInvitation, {
        params: { uuid: organization },
        body: { email: `${fresh("revoked").replace(" ", "-")}@example.com` },
      });
      const params = { org_uuid: organization, uuid: made.uri };
      await client.request(endpoints.revokeOrganizationInvitation, { params });
      const error = await client.request(endpoints.getOrganizationInvitation, { params }).catch((one: unknown) => one);
      expect(isCalendlyError(error, "not_found")).toBe(true);
    },
    refuses: ({ organization }) => [
      { why: "an id that nothing has", params: { org_uuid: uuidOf(organization), uuid: nobody }, status: 404 },
    ],
  },
  listTeams: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listTeams);
      for (const team of collection) expect(team.organization).toBe(organization);
    },
    refuses: () => [{ why: "a count over 100", query: { count: "101" }, status: 400, parameter: "count" }],
  },
  getTeam: {
    effect: "reads",
    async works({ client }) {
      const { collection } = await client.request(endpoints.listTeams);
      const [team] = collection;
      if (team === undefined) return;
      const { resource } = await client.request(endpoints.getTeam, { params: { uuid: team.uri } });
      expect(resource).toEqual(team);
    },
    refuses: () => [unknownId],
  },
  listGroups: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listGroups, { query: { organization } });
      for (const group of collection) expect(group.organization).toBe(organization);
    },
    refuses: (target) => [
      { why: "no organization", status: 400, parameter: "organization" },
      {
        why: "somebody else's organization",
        query: { organization: nobodysUri(target, "organizations") },
        status: 403,
      },
    ],
  },
  getGroup: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listGroups, { query: { organization } });
      const [group] = collection;
      if (group === undefined) return;
      const { resource } = await client.request(endpoints.getGroup, { params: { uuid: group.uri } });
      expect(resource).toEqual(group);
    },
    refuses: () => [unknownId],
  },
  listGroupRelationships: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listGroupRelationships, { query: { organization } });
      for (const relationship of collection) {
        expect(["OrganizationMembership", "OrganizationInvitation"]).toContain(relationship.owner.type);
      }
    },
    refuses: ({ organization }) => [
      { why: "a group that is no URI", query: { organization, group: "all" }, status: 400, parameter: "group" },
    ],
  },
  getGroupRelationship: {
    effect: "reads",
    async works({ client, organization }) {
      const { collection } = await client.request(endpoints.listGroupRelationships, { query: { organization } });
      const [relationship] = collection;
      if (relationship === undefined) return;
      const { resource } = await client.request(endpoints.getGroupRelationship, {
        params: { uuid: relationship.uri },
      });
      expect(resource).toEqual(relationship);
    },
    refuses: () => [unknownId],
  },
} as const satisfies OperationCases;
