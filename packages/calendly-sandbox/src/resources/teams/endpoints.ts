import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import { type Endpoint, mayActFor } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { presentTeam } from "./present.ts";

/** The organization's teams, or those of one user, which are that user's and the admins' to see. */
const listTeams: Endpoint = {
  operation: "listTeams",
  handle(call) {
    const { state, caller, origins } = call;
    const { store } = state;
    const reader = createReader(call.query);
    const userId = reader.uri("user", "users");
    if (reader.details.length > 0) return invalid(reader.details);
    const user = userId === undefined ? undefined : store.users.get(userId);
    if (user === null || (user !== undefined && user.organizationId !== caller.organizationId)) {
      return denied("This user is not in your organization");
    }
    if (user !== undefined && !mayActFor(caller, user)) return denied();
    const mine = user === undefined ? undefined : store.teams.list({ where: { organization: caller.organizationId } });
    const page = readPage(call, reader, store.teams, {
      where: {
        organization: caller.organizationId,
        key:
          mine === undefined || user === undefined
            ? undefined
            : { in: mine.filter((team) => team.memberIds.includes(user.id)).map((team) => team.id) },
      },
      order: [{ by: "created", direction: "asc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((team) => presentTeam(team, origins)),
      page.pagination,
    );
  },
};

const getTeam: Endpoint = {
  operation: "getTeam",
  handle({ state, caller, params, origins }) {
    const team = state.store.teams.get(params["uuid"] ?? "");
    if (team === null) return notFound;
    return team.organizationId === caller.organizationId ? resource(presentTeam(team, origins)) : denied();
  },
};

export const teamEndpoints: readonly Endpoint[] = [listTeams, getTeam];
