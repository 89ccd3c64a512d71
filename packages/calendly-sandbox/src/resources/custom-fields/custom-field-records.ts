import type { Timestamp } from "../../world/records.ts";

export interface CustomFieldOption {
  readonly id: string;
  /** Two options may have the same label: then neither can be chosen by it. */
  readonly label: string;
  readonly color: string | null;
  readonly isActive: boolean;
}

/** A field that every contact of the organization has. An `invitee_question` holds what was last answered to it. */
export interface CustomField {
  readonly id: string;
  readonly organizationId: string;
  readonly label: string;
  readonly kind:
    | { readonly type: "text" | "number" | "tags" | "date" }
    | { readonly type: "currency"; readonly currency: string }
    | { readonly type: "single_select"; readonly options: readonly CustomFieldOption[] }
    | { readonly type: "invitee_question"; readonly eventTypeId: string; readonly question: string };
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}
