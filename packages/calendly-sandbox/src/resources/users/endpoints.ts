import { denied, notFound, resource } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { presentUser } from "./present.ts";

/** `GET /users/me` and `GET /users/{uuid}`: oneself, and the other people of one's organization. */
export const userEndpoints: readonly Endpoint[] = [
  {
    operation: "getCurrentUser",
    handle: ({ caller, origins }) => resource(presentUser(caller, origins)),
  },
  {
    operation: "getUser",
    handle({ state, caller, params, origins }) {
      const user = state.store.users.get(params["uuid"] ?? "");
      if (user === null) return notFound;
      if (user.organizationId !== caller.organizationId) return denied();
      return resource(presentUser(user, origins));
    },
  },
];
