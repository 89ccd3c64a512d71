import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Endpoint, isAdmin, mayActFor } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
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

/** Somebody's own membership is theirs to see; any other needs an admin. */
const listMemberships: Endpoint = {
  operation: "listOrganizationMemberships",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations");
    const userId = reader.uri("user", "users");
    const email = reader.email("email");
    const role = reader.choice("role", ["user", "admin", "owner"]);
    if (reader.details.length === 0 && organizationId === undefined && userId === undefined) {
      return invalid([
        { parameter: "organization", message: "is missing" },
        { parameter: "user", message: "is missing" },
      ]);
    }
    if (organizationId !== undefined && organizationId !== caller.organizationId) return denied();
    const own = userId === caller.id;
    if (!own && !isAdmin(caller)) return denied();
    const page = readPage(call, reader, state.store.users, {
      where: { organization: caller.organizationId, key: userId, email: email?.toLowerCase(), role },
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

export const organizationEndpoints: readonly Endpoint[] = [getOrganization, listMemberships, getMembership];
