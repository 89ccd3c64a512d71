import * as account from "./resources/account.ts";
import * as apiKeys from "./resources/api-keys.ts";
import * as audit from "./resources/audit.ts";
import * as bookings from "./resources/bookings.ts";
import * as coaches from "./resources/coaches.ts";
import * as connections from "./resources/connections.ts";
import * as deliveries from "./resources/deliveries.ts";
import * as eventTypes from "./resources/event-types.ts";
import * as identity from "./resources/identity.ts";
import * as live from "./resources/live.ts";
import * as mailbox from "./resources/mailbox.ts";
import * as members from "./resources/members.ts";
import * as outgoing from "./resources/outgoing.ts";
import * as people from "./resources/people.ts";
import * as security from "./resources/security.ts";
import * as sessions from "./resources/sessions.ts";
import * as sweeps from "./resources/sweeps.ts";
import * as usage from "./resources/usage.ts";
import * as webhooks from "./resources/webhooks.ts";
import type { RouteDefinition } from "./route.ts";

/** Every route of our API by its id. The server must implement each; a test walks this table. */
export const routes = {
  getAppConfig: people.getAppConfig,
  getMe: people.getMe,
  updateMe: people.updateMe,
  getOverview: people.getOverview,
  listLogins: account.listLogins,
  endLogin: account.endLogin,
  endOtherLogins: account.endOtherLogins,
  changePassword: account.changePassword,
  listPasskeys: account.listPasskeys,
  removePasskey: account.removePasskey,
  sendVerification: account.sendVerification,
  verifyEmail: account.verifyEmail,
  forgotPassword: account.forgotPassword,
  resetPassword: account.resetPassword,
  openInvitation: account.openInvitation,
  acceptInvitation: account.acceptInvitation,
  listMembers: members.listMembers,
  changeRole: members.changeRole,
  suspendMember: members.suspendMember,
  reinstateMember: members.reinstateMember,
  endMemberLogins: members.endMemberLogins,
  listInvitations: members.listInvitations,
  invite: members.invite,
  resendInvitation: members.resendInvitation,
  withdrawInvitation: members.withdrawInvitation,
  getConnection: connections.getConnection,
  startConnection: connections.startConnection,
  finishConsent: connections.finishConsent,
  getPendingConnection: connections.getPendingConnection,
  confirmConnection: connections.confirmConnection,
  discardConnection: connections.discardConnection,
  disconnect: connections.disconnect,
  checkCapabilities: connections.checkCapabilities,
  startBackfill: connections.startBackfill,
  getOwnDrift: sweeps.getOwnDrift,
  startOwnSweep: sweeps.startOwnSweep,
  listCoaches: coaches.listCoaches,
  getCoach: coaches.getCoach,
  listEventTypes: eventTypes.listEventTypes,
  updateEventType: eventTypes.updateEventType,
  refreshEventTypes: eventTypes.refreshEventTypes,
  getAvailability: eventTypes.getAvailability,
  listSessions: sessions.listSessions,
  getSession: sessions.getSession,
  listInvitees: sessions.listInvitees,
  cancelSession: sessions.cancelSession,
  reportBooking: bookings.reportBooking,
  getBooking: bookings.getBooking,
  receiveClerkWebhook: identity.receiveClerkWebhook,
  receiveWebhook: webhooks.receiveWebhook,
  getInbox: deliveries.getInbox,
  listDeliveries: deliveries.listDeliveries,
  getDelivery: deliveries.getDelivery,
  openDelivery: deliveries.openDelivery,
  replayDelivery: deliveries.replayDelivery,
  replayDeliveries: deliveries.replayDeliveries,
  getDrift: sweeps.getDrift,
  listSweeps: sweeps.listSweeps,
  startSweeps: sweeps.startSweeps,
  getUsage: usage.getUsage,
  listAudit: audit.listAudit,
  getAuditEntry: audit.getAuditEntry,
  getAuditState: audit.getAuditState,
  exportAudit: audit.exportAudit,
  getSecurity: security.getSecurity,
  listMailbox: mailbox.listMailbox,
  getMailboxMessage: mailbox.getMailboxMessage,
  openMailboxMessage: mailbox.openMailboxMessage,
  streamChanges: live.streamChanges,
  listApiKeys: apiKeys.listApiKeys,
  createApiKey: apiKeys.createApiKey,
  rotateApiKey: apiKeys.rotateApiKey,
  revokeApiKey: apiKeys.revokeApiKey,
  listOutgoingEndpoints: outgoing.listOutgoingEndpoints,
  createOutgoingEndpoint: outgoing.createOutgoingEndpoint,
  updateOutgoingEndpoint: outgoing.updateOutgoingEndpoint,
  removeOutgoingEndpoint: outgoing.removeOutgoingEndpoint,
  rotateOutgoingSecret: outgoing.rotateOutgoingSecret,
  testOutgoingEndpoint: outgoing.testOutgoingEndpoint,
  listOutgoingMessages: outgoing.listOutgoingMessages,
  sendOutgoingMessage: outgoing.sendOutgoingMessage,
} as const satisfies Record<string, RouteDefinition>;

export type Routes = typeof routes;
export type RouteId = keyof Routes;
