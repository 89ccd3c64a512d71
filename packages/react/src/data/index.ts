export {
  useChangePassword,
  useEndLogin,
  useEndOtherLogins,
  useLogins,
  usePasskeys,
  useRemovePasskey,
  useSendVerification,
} from "./account.ts";
export { type AuditQuery, useAudit, useAuditEntry, useAuditState } from "./audit.ts";
export { type AvailabilityWindow, useAvailability } from "./availability.ts";
export { useBooking, useReportBooking } from "./bookings.ts";
export { useCoach, useCoaches } from "./coaches.ts";
export {
  useCheckCapabilities,
  useConfirmConnection,
  useConnection,
  useDiscardConnection,
  useDisconnect,
  usePendingConnection,
  useStartConnection,
} from "./connection.ts";
export {
  type DeliveryQuery,
  useDeliveries,
  useDelivery,
  useInbox,
  useOpenDelivery,
  useReplayDeliveries,
  useReplayDelivery,
} from "./deliveries.ts";
export { useEventTypes, useOfferEventType, useRefreshEventTypes } from "./event-types.ts";
export { type Live, type LiveState, type LiveStream, type OpenLiveStream, useLive } from "./live.tsx";
export { LiveStatus } from "./live-status.tsx";
export { useMailbox, useMailboxMessage } from "./mailbox.ts";
export {
  useChangeRole,
  useEndMemberLogins,
  useInvitations,
  useInvite,
  useMembers,
  useReinstateMember,
  useResendInvitation,
  useSuspendMember,
  useWithdrawInvitation,
} from "./members.ts";
export { useAppConfig, useMe, useOverview, useUpdateMe } from "./people.ts";
export { createPunctualQueryClient, PunctualProvider, type PunctualProviderProps, useApi } from "./provider.tsx";
export { useSecurity } from "./security.ts";
export {
  useApiKeys,
  useCreateApiKey,
  useCreateEndpoint,
  useOutgoingEndpoints,
  useOutgoingMessages,
  useRemoveEndpoint,
  useRevokeApiKey,
  useRotateApiKey,
  useRotateSecret,
  useSendMessage,
  useTestEndpoint,
  useUpdateEndpoint,
} from "./services.ts";
export {
  newIdempotencyKey,
  type SessionQuery,
  useCancelSession,
  useInvitees,
  useSession,
  useSessions,
} from "./sessions.ts";
export {
  type DriftShow,
  useDrift,
  useOwnDrift,
  useStartBackfill,
  useStartOwnSweep,
  useStartSweeps,
} from "./sweeps.ts";
export { useUsage } from "./usage.ts";
