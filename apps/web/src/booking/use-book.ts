import { useReportBooking } from "@punctual/react";
import { useNavigate } from "@tanstack/react-router";

interface Scheduled {
  readonly eventTypeId: string;
  readonly eventUri: string;
  readonly inviteeUri: string;
}

/**
 * Tells Punctual what Calendly's window reported. The booking then stands in the coach page's address, so that a
 * reload goes on watching it.
 */
export function useBook(coachId: string) {
  const navigate = useNavigate();
  const report = useReportBooking();
  const tell = (scheduled: Scheduled): void =>
    report.mutate(scheduled, {
      onSuccess: ({ id }) =>
        void navigate({ to: "/coaches/$coachId", params: { coachId }, search: { booking: id }, replace: true }),
    });
  return {
    tell,
    /** Calendly has it; Punctual is being told, or could not be. */
    isTelling: report.isPending || report.isError,
    failure: report.isError
      ? { error: report.error, retry: () => tell(report.variables), retrying: report.isPending }
      : null,
    forget: () => {
      report.reset();
      void navigate({ to: "/coaches/$coachId", params: { coachId }, search: {}, replace: true });
    },
  };
}
