import { denied, notFound, resource } from "../../http/answer.ts";
import type { Endpoint } from "../../http/endpoint.ts";
import { presentUser } from "./present.ts";

/** `GET /users/me` and `GET /users/{uuid}`: oneself, and the other people of one's organization. */
export const userEndpoints: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/users/:uuid",
    scopes: ["users:read"],
    handle({ state, caller, params, origins }) {
      const id = params["uuid"] ?? "";
      const user = id === "me" ? caller : state.store.users.get(id);
      if (user === null) return notFound;
      if (user.organizationId !== caller.organizationId) return denied();
      return resource(presentUser(user, origins));
    },
  },
];
