import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader, idInUri, type Reader } from "../../http/reader.ts";
import { groupIdsOf, isGroupAdmin } from "../../world/groups.ts";
import { presentGroup, presentGroupRelationship } from "./present.ts";

/** Groups are their members' and admins' to see, and those of the whole organization its admins'. */
function maySeeGroup(
  { state, caller }: Call,
  group: { readonly id: string; readonly organizationId: string },
): boolean {
  if (group.organizationId !== caller.organizationId) return false;
  if (isAdmin(caller) || isGroupAdmin(state, caller.id, group.id)) return true;
  return groupIdsOf(state, caller.id).includes(group.id);
}

const listGroups: Endpoint = {
  operation: "listGroups",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations", { required: true });
    if (reader.details.length > 0) return invalid(reader.details);
    if (organizationId !== caller.organizationId || !isAdmin(caller)) return denied();
    const page = readPage(call, reader, state.store.groups, {
      where: { organization: organizationId },
      order: [{ by: "created", direction: "asc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((group) => presentGroup(state, group, origins)),
      page.pagination,
    );
  },
};

const getGroup: Endpoint = {
  operation: "getGroup",
  handle(call) {
    const group = call.state.store.groups.get(call.params["uuid"] ?? "");
    if (group === null) return notFound;
    return maySeeGroup(call, group) ? resource(presentGroup(call.state, group, call.origins)) : denied();
  },
};

type OwnerFilter = { readonly user?: string; readonly invitation?: string };

/** The owner that is filtered by: a membership, or an invitation. An id that is nobody's finds nothing. */
function readOwner(call: Call, reader: Reader): OwnerFilter {
  const owner = reader.string("owner");
  if (owner === undefined) return {};
  const membershipId = idInUri(owner, "organization_memberships");
  if (membershipId !== null) {
    return { user: call.state.store.users.first({ where: { membership: membershipId } })?.id ?? "" };
  }
  const invitationId = idInUri(owner, "organizations/[A-Za-z0-9_-]{1,64}/invitations");
  if (invitationId !== null) return { invitation: invitationId };
  reader.details.push({ parameter: "owner", message: "is not a valid URI" });
  return {};
}

/** All of the organization's for its admins; a group's for that group's admins; one's own for everybody. */
const listRelationships: Endpoint = {
  operation: "listGroupRelationships",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations");
    const groupId = reader.uri("group", "groups");
    const owner = readOwner(call, reader);
    if (reader.details.length > 0) return invalid(reader.details);
    if (organizationId !== undefined && organizationId !== caller.organizationId) return denied();
    const group = groupId === undefined ? undefined : state.store.groups.get(groupId);
    if (group !== undefined && group?.organizationId !== caller.organizationId) return denied();
    const isAllowed =
      isAdmin(caller) || owner.user === caller.id || (groupId !== undefined && isGroupAdmin(state, caller.id, groupId));
    if (!isAllowed) return denied();
    const page = readPage(call, reader, state.store.groupRelationships, {
      where: { organization: caller.organizationId, group: groupId, ...owner },
      order: [{ by: "created", direction: "asc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((relationship) => presentGroupRelationship(state, relationship, origins)),
      page.pagination,
    );
  },
};

const getRelationship: Endpoint = {
  operation: "getGroupRelationship",
  handle(call) {
    const { state, caller } = call;
    const relationship = state.store.groupRelationships.get(call.params["uuid"] ?? "");
    if (relationship === null) return notFound;
    const isOwn = relationship.owner.kind === "membership" && relationship.owner.userId === caller.id;
    const isAllowed =
      relationship.organizationId === caller.organizationId &&
      (isOwn || isAdmin(caller) || isGroupAdmin(state, caller.id, relationship.groupId));
    return isAllowed ? resource(presentGroupRelationship(state, relationship, call.origins)) : denied();
  },
};

export const groupEndpoints: readonly Endpoint[] = [listGroups, getGroup, listRelationships, getRelationship];
