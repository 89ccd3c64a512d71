import { Badge, Button, ErrorState, Loading, PageHeader, Skeleton, useCoaches } from "@punctual/react";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useConfig } from "../../../identity/queries.ts";
import { BackLink } from "../../../shell/BackLink.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { checkEmbed, type Finding } from "./check-embed.ts";

/** Would a realtor's browser show Calendly's booking window? Tried here, in this browser, under the policy that arrives. */
export function EmbedPage() {
  useTitle("Calendly embed");
  const { calendly } = useConfig();
  const coaches = useCoaches({ limit: 100 });
  const place = useRef<HTMLDivElement>(null);
  // Of several at once the latest counts: it has taken the former one's frame away.
  const check = useMutation({
    mutationFn: ({ bookingPage }: { readonly bookingPage: string | null }) => {
      if (place.current === null) throw new Error("There is no place for the frame.");
      return checkEmbed({ ...calendly, bookingPage }, place.current);
    },
  });
  const { mutate } = check;
  const bookingPage =
    coaches.data?.pages[0]?.items.find((coach) => coach.schedulingUrl !== null)?.schedulingUrl ?? null;
  const known = coaches.isSuccess;
  useEffect(() => {
    if (known) mutate({ bookingPage });
  }, [known, bookingPage, mutate]);

  const error = coaches.error ?? check.error;
  return (
    <>
      <PageHeader
        back={<BackLink to="/security">Security</BackLink>}
        title="Calendly embed"
        lead={
          check.data === undefined ? "Loading Calendly's booking window here, as a realtor would." : verdict(check.data)
        }
        actions={
          <Button busy={check.isPending} busyLabel="Checking" disabled={!known} onClick={() => mutate({ bookingPage })}>
            Check again
          </Button>
        }
      />
      {error === null ? null : (
        <ErrorState
          title="The check could not be made."
          error={error}
          onRetry={() => (known ? mutate({ bookingPage }) : void coaches.refetch())}
        />
      )}
      {check.data === undefined && error === null ? (
        <Loading label="Checking">
          <Skeleton className="h-48 w-full" />
        </Loading>
      ) : (
        <ul className="mb-8 divide-y border-y">
          {(check.data ?? []).map((finding) => (
            <Row key={finding.name} finding={finding} />
          ))}
        </ul>
      )}
      <div ref={place} />
    </>
  );
}

function verdict(findings: readonly Finding[]): string {
  const blocked = findings.filter(({ state }) => state === "blocked").length;
  if (blocked === 0) return "Nothing is in the way of Calendly's booking window in this browser.";
  return blocked === 1 ? "One thing is in the way of booking." : `${blocked} things are in the way of booking.`;
}

const words = { passes: "Passes", blocked: "Blocked", skipped: "Not tried" } as const;
const tones = { passes: "confirmed", blocked: "canceled", skipped: "neutral" } as const;

function Row({ finding }: { readonly finding: Finding }) {
  return (
    <li className="grid gap-x-6 gap-y-1 py-4 sm:grid-cols-[14rem_6rem_minmax(0,1fr)]">
      <span className="font-medium">{finding.name}</span>
      <span>
        <Badge tone={tones[finding.state]}>{words[finding.state]}</Badge>
      </span>
      <span className="min-w-0 break-words">
        {finding.seen}
        {finding.advice === null ? null : <span className="block text-ink-soft">{finding.advice}</span>}
      </span>
    </li>
  );
}
