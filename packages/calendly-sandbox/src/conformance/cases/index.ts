import type { EndpointId } from "@punctual/calendly";
import { availabilityCases } from "./availability.ts";
import { contactCases } from "./contacts.ts";
import { eventTypeCases } from "./event-types.ts";
import { organizationRecordCases } from "./organization-records.ts";
import { peopleCases } from "./people.ts";
import { schedulingCases } from "./scheduling.ts";
import type { OperationCase } from "./types.ts";

/** What each operation of Calendly must do. An operation without a case does not compile. */
export const operationCases: Readonly<Record<EndpointId, OperationCase>> = {
  ...peopleCases,
  ...eventTypeCases,
  ...availabilityCases,
  ...schedulingCases,
  ...contactCases,
  ...organizationRecordCases,
};
