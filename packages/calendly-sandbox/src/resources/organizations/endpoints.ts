import { collection, denied, invalid, noContent, notFound, resource } from "../../http/answer.ts";
import { type Endpoint, isAdmin, mayActFor } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { removeMember } from "../../world/membership.ts";
import { presentMembership, presentOrganization } from "./present.ts";

const getOrganization: Endpoint = {
  operation: "getOrganization",
  handle({ state, caller, params, origins }) {
    const organization = state.store.organizations.get(params["uuid"] ?? "");
    if (organization === null) return notFound;
    if (organization.id !== caller.organizationId) return denied();
    const members = state.store.users.count({ organization: organization.id });
    return resource(presentOrganization(organization, members, origins));
  },
};

/** One's own membership is one's own to see, by address or e-mail; any other needs an admin. */
const listMemberships: Endpoint = {
  operation: "listOrganizationMemberships",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations");
    const userId = reader.uri("user", "users");
    const email = reader.email("email")?.toLowerCase();
    const role = reader.choice("role", ["user", "admin", "owner"]);
    if (reader.details.length > 0) return invalid(reader.details);
    if (organizationId === undefined && userId === undefined && email === undefined) {
      return invalid([
        { parameter: "organization", message: "is missing" },
        { parameter: "user", message: "is missing" },
      ]);
    }
    if (organizationId !== undefined && organizationId !== caller.organizationId) return denied();
    const isOwn = userId === caller.id || (userId === undefined && email === caller.email.toLowerCase());
    if (!isOwn && !isAdmin(caller)) return denied();
    const page = readPage(call, reader, state.store.users, {
      where: { organization: caller.organizationId, key: userId, email, role },
      order: [{ by: "created", direction: "asc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((user) => presentMembership(user, origins)),
      page.pagination,
    );
  },
};

const getMembership: Endpoint = {
  operation: "getOrganizationMembership",
  handle({ state, caller, params, origins }) {
    const user = state.store.users.first({ where: { membership: params["uuid"] ?? "" } });
    if (user === null) return notFound;
    return mayActFor(caller, user) ? resource(presentMembership(user, origins)) : denied();
  },
};

/** Removes somebody else, for owner and admins; the owner cannot be removed. */
const deleteMembership: Endpoint = {
  operation: "deleteOrganizationMembership",
  handle({ state, announce, caller, params }) {
    const user = state.store.users.first({ where: { membership: params["uuid"] ?? "" } });
    if (user === null) return notFound;
    if (!isAdmin(caller)) return denied("You do not have permission to perform this action");
    if (user.organizationId !== caller.organizationId) {
      return denied("You cannot modify members from another organization");
    }
    if (user.id === caller.id) return denied("You can not remove yourself from organization");
    const outcome = removeMember(state, announce, { userId: user.id, removedBy: caller });
    switch (outcome.kind) {
      case "removed":
        return noContent;
      case "owner":
        return denied("You can not change owner role");
      case "not_found":
        return notFound;
    }
  },
};

export const organizationEndpoints: readonly Endpoint[] = [
  getOrganization,
  listMemberships,
  getMembership,
  deleteMembership,
];
