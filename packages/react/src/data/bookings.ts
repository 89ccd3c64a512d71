import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "./provider.tsx";

/** Tells Punctual what the Calendly widget reported. The same invitee twice is one booking. */
export function useReportBooking() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly eventTypeId: string; readonly eventUri: string; readonly inviteeUri: string }) =>
      api.reportBooking({ body }),
    // Reporting is idempotent, and a lost report would leave the person without an answer.
    retry: 3,
    onSuccess: (booking) => queryClient.setQueryData(["bookings", booking.id], booking),
  });
}

/** Watches a reported booking until it is confirmed or has failed: live, and by asking where live news do not arrive. */
export function useBooking(bookingId: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ["bookings", bookingId],
    queryFn: ({ signal }) => api.getBooking({ params: { bookingId: bookingId ?? "" } }, { signal }),
    enabled: bookingId !== null,
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.state === "confirming" ? 3_000 : false),
  });
}
