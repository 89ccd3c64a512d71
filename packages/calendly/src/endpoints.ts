// One export per operation and nothing else, so that a program that names one endpoint gets only that one's file into its
// bundle. Rollup and Rolldown see through `endpoints` of the index; esbuild needs `import * as endpoints` of this file.
export * from "./endpoints/activity-log.ts";
export * from "./endpoints/availability.ts";
export * from "./endpoints/available-times.ts";
export * from "./endpoints/contact-custom-fields.ts";
export * from "./endpoints/contact-lists.ts";
export * from "./endpoints/contacts.ts";
export * from "./endpoints/data-compliance.ts";
export * from "./endpoints/event-types.ts";
export * from "./endpoints/groups.ts";
export * from "./endpoints/invitees.ts";
export * from "./endpoints/locations.ts";
export * from "./endpoints/meeting-limits.ts";
export * from "./endpoints/meeting-recaps.ts";
export * from "./endpoints/notes.ts";
export * from "./endpoints/organization-invitations.ts";
export * from "./endpoints/organizations.ts";
export * from "./endpoints/outgoing-communications.ts";
export * from "./endpoints/routing-forms.ts";
export * from "./endpoints/sample-webhook-data.ts";
export * from "./endpoints/scheduled-events.ts";
export * from "./endpoints/scheduling-links.ts";
export * from "./endpoints/shares.ts";
export * from "./endpoints/teams.ts";
export * from "./endpoints/users.ts";
export * from "./endpoints/webhook-subscriptions.ts";
