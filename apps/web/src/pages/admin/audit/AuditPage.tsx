import {
  buttonClasses,
  ErrorState,
  formatRelative,
  PageHeader,
  Skeleton,
  useAudit,
  useAuditState,
  useNow,
  useTimeView,
} from "@punctual/react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, ShieldAlert, ShieldCheck } from "lucide-react";
import { type AuditSearch, writeAddress } from "../../../routing/search.ts";
import { useTitle } from "../../../shell/use-title.ts";
import { AuditDialog } from "./AuditDialog.tsx";
import { AuditFilters } from "./AuditFilters.tsx";
import { AuditList } from "./AuditList.tsx";
import { queryOf } from "./audit-query.ts";
import { stateSentence } from "./audit-words.ts";

/** Who did what, to what, and why? And can the answer be relied on? */
export function AuditPage() {
  useTitle("Audit");
  const navigate = useNavigate();
  const { timeZone } = useTimeView();
  const search = useSearch({ from: "/signed-in/audit" });
  const query = queryOf(search, timeZone);
  const entries = useAudit(query);
  const show = (next: AuditSearch): void => void navigate({ to: "/audit", search: next, replace: true });
  return (
    <>
      <PageHeader
        title="Audit"
        lead="Who did what, to what, and why. Entries are never changed or removed."
        actions={
          <a
            href={`/api/audit/export${writeAddress(query)}`}
            download
            className={buttonClasses({ variant: "secondary" })}
          >
            <Download strokeWidth={1.5} aria-hidden="true" />
            CSV
          </a>
        }
      />
      <ChainLine />
      <AuditFilters search={search} onChange={show} />
      <AuditList entries={entries} search={search} onShowAll={() => show({})} />
      {search.entry === undefined ? null : (
        <AuditDialog key={search.entry} seq={search.entry} onClose={() => show({ ...search, entry: undefined })} />
      )}
    </>
  );
}

/** Whether the log can be relied on, in one line. */
function ChainLine() {
  const state = useAuditState();
  const now = useNow();
  const view = useTimeView();
  if (state.isPending) return <Skeleton className="h-5 w-80 max-w-full" />;
  if (state.isError) {
    return (
      <ErrorState
        title="Whether the log is whole cannot be said."
        error={state.error}
        onRetry={() => void state.refetch()}
        retrying={state.isFetching}
      />
    );
  }
  const { sealed, verified } = state.data;
  const isWhole = verified.trouble === null;
  const Icon = isWhole ? ShieldCheck : ShieldAlert;
  return (
    <p
      role={isWhole ? "status" : "alert"}
      className={`flex items-start gap-2 text-sm ${isWhole ? "text-ink-soft" : "font-medium text-canceled"}`}
    >
      <Icon
        aria-hidden="true"
        strokeWidth={1.5}
        className={`mt-0.5 size-4 shrink-0 ${isWhole ? "text-confirmed" : "text-canceled"}`}
      />
      {stateSentence(state.data, sealed === null ? "" : formatRelative(sealed.at, now, view))}
    </p>
  );
}
