import type { Role, RouteInput, Routes } from "@punctual/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useChange } from "./change.ts";
import { useApi } from "./provider.tsx";

/** Filters of the list of people, as the API takes them. */
type MemberQuery = Omit<NonNullable<RouteInput<Routes["listMembers"]>["query"]>, "cursor">;

/** Admins: the people of the programme by name, page by page. While a filter changes, the former rows stay. */
export function useMembers(query: MemberQuery = {}) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["members", "list", query],
    queryFn: ({ pageParam, signal }) =>
      api.listMembers({ query: { ...query, ...(pageParam === null ? {} : { cursor: pageParam }) } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: (previous) => previous,
  });
}

/** Admins: invitations that wait to be accepted, newest first. */
export function useInvitations() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["members", "invitations"],
    queryFn: ({ pageParam, signal }) =>
      api.listInvitations({ query: pageParam === null ? {} : { cursor: pageParam } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What an admin's change may touch: another admin may have been quicker, and a coach may have come or gone. */
const touched = ["members", "coaches", "overview"] as const;

/** Admins: gives a person another role, effective with their next request. */
export function useChangeRole() {
  return useChange(touched, (api, { memberId, role }: { readonly memberId: string; readonly role: Role }) =>
    api.changeRole({ params: { memberId }, body: { role } }),
  );
}

/** Admins: keeps a person out. The reason goes to the audit log. */
export function useSuspendMember() {
  return useChange(touched, (api, { memberId, reason }: { readonly memberId: string; readonly reason: string }) =>
    api.suspendMember({ params: { memberId }, body: { reason } }),
  );
}

/** Admins: lets a suspended person in again. */
export function useReinstateMember() {
  return useChange(touched, (api, memberId: string) => api.reinstateMember({ params: { memberId } }));
}

/** Admins: signs a person out everywhere. */
export function useEndMemberLogins() {
  return useChange(touched, (api, memberId: string) => api.endMemberLogins({ params: { memberId } }));
}

/** Admins: invites somebody by a mail with a link. */
export function useInvite() {
  return useChange(touched, (api, body: RouteInput<Routes["invite"]>["body"]) => api.invite({ body }));
}

/** Admins: sends an invitation again, with a new link. */
export function useResendInvitation() {
  return useChange(touched, (api, invitationId: string) => api.resendInvitation({ params: { invitationId } }));
}

/** Admins: ends the link of an invitation. */
export function useWithdrawInvitation() {
  return useChange(touched, (api, invitationId: string) => api.withdrawInvitation({ params: { invitationId } }));
}
