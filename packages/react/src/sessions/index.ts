export { CancelSessionDialog, reasonTrouble } from "./cancel-session-dialog.tsx";
export { InviteeList } from "./invitee-list.tsx";
export { LocationLabel, locationWord, safeJoinUrl } from "./location.tsx";
export { SessionDetails, type SessionDetailsProps } from "./session-details.tsx";
export { type SessionFilters, type SessionView, sessionViews } from "./session-filters.ts";
export { SessionList, type SessionListProps } from "./session-list.tsx";
export { SessionListSkeleton } from "./session-list-skeleton.tsx";
export { type SessionPerspective, SessionRow, whoOf } from "./session-row.tsx";
export { SessionBadge, sessionState } from "./session-status.tsx";
