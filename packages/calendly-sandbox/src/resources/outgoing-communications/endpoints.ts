import { formatInstant } from "../../clock.ts";
import { collection, denied, invalid } from "../../http/answer.ts";
import { type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { presentCommunication } from "./present.ts";

/** `GET /outgoing_communications`, for owner and admins on the Enterprise plan. The newest first. */
const listCommunications: Endpoint = {
  operation: "listOutgoingCommunications",
  handle(call) {
    const { state, caller, origins } = call;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations", { required: true });
    const from = reader.instant("min_created_at");
    const to = reader.instant("max_created_at");
    if (reader.details.length > 0) return invalid(reader.details);
    if (organizationId !== caller.organizationId || !isAdmin(caller)) return denied();
    const where = {
      organization: organizationId,
      created: {
        ...(from === undefined ? {} : { from: formatInstant(from) }),
        ...(to === undefined ? {} : { to: formatInstant(to) }),
      },
    };
    const page = readPage(call, reader, state.store.communications, {
      where,
      order: [{ by: "created", direction: "desc" }],
    });
    if (reader.details.length > 0) return invalid(reader.details);
    return collection(
      page.rows.map((communication) => presentCommunication(state, communication, origins)),
      page.pagination,
      { total_count: state.store.communications.count(where) },
    );
  },
};

export const outgoingCommunicationEndpoints: readonly Endpoint[] = [listCommunications];
