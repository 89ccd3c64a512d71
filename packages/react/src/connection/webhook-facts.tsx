import type { WebhookStatus } from "@punctual/contract";
import { TriangleAlert } from "lucide-react";
import { dateIn } from "../time/calendar.ts";
import { formatFull, formatTime } from "../time/format.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";

/** How changes at Calendly arrive, when it is not at once: the cause, then the way out. Nothing while all is well. */
export function WebhookFacts({ webhook }: { readonly webhook: WebhookStatus }) {
  const view = useTimeView();
  const now = useNow(60_000);
  if (webhook.state === "polling") {
    return (
      <div className="max-w-prose text-sm">
        <p className="text-ink">Changes arrive within 5 minutes, not at once.</p>
        {webhook.trouble === null ? null : <p className="mt-0.5 text-ink-soft">{webhook.trouble}</p>}
      </div>
    );
  }
  const since = webhook.failingSince;
  if (webhook.state === "active" && since !== null) {
    const isToday = dateIn(since, view.timeZone) === dateIn(now, view.timeZone);
    return (
      <Attention>
        Calendly has not been able to reach us since {isToday ? formatTime(since, view) : formatFull(since, view)}. It
        keeps trying for a day, and what it could not tell is compared as soon as it can.
      </Attention>
    );
  }
  return webhook.trouble === null ? null : <Attention>{webhook.trouble}</Attention>;
}

function Attention({ children }: { readonly children: React.ReactNode }) {
  return (
    <p className="flex max-w-prose gap-2 text-sm text-attention">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" strokeWidth={1.5} />
      <span>{children}</span>
    </p>
  );
}
