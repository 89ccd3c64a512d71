import { RefreshCw } from "lucide-react";
import { useCheckCapabilities, useConnection } from "../data/connection.ts";
import { Ago } from "../time/when.tsx";
import { Button } from "../ui/button.tsx";
import { reasonOf } from "../ui/error-state.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { CapabilityList } from "./capability-list.tsx";

/** 'What Punctual can do with your account': shown while a coach is connected. */
export function AccountCapabilities() {
  const connection = useConnection();
  const check = useCheckCapabilities();
  if (connection.data?.state !== "active") return null;
  const { capabilities, probedAt } = connection.data;
  const again = (
    <Button
      size="small"
      icon={<RefreshCw strokeWidth={1.5} />}
      busy={check.isPending}
      busyLabel="Asking Calendly"
      onClick={() => check.mutate()}
    >
      {probedAt === null ? "Check now" : "Check again"}
    </Button>
  );
  return (
    <section aria-labelledby="capabilities" className="flex flex-col gap-4">
      <h2 id="capabilities" className="text-lg font-semibold text-ink">
        What Punctual can do with your account
      </h2>
      {capabilities === null ? (
        <div className="flex flex-wrap items-center gap-4">
          <p className="text-base text-ink-soft">This is being found out.</p>
          {again}
        </div>
      ) : (
        <CapabilityList
          capabilities={capabilities}
          aside={
            <div className="flex items-center gap-4 text-sm text-ink-soft">
              {probedAt === null ? null : (
                <span>
                  Checked <Ago at={probedAt} />
                </span>
              )}
              {again}
            </div>
          }
        />
      )}
      <Trouble>{check.isError ? reasonOf(check.error) : null}</Trouble>
    </section>
  );
}
