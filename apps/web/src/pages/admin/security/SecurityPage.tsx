import type { Security, SecurityKindState, SecurityWindow } from "@punctual/contract";
import {
  Ago,
  Badge,
  ErrorState,
  Loading,
  PageHeader,
  SegmentedControl,
  Skeleton,
  textLinkClasses,
  useSecurity,
} from "@punctual/react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTitle } from "../../../shell/use-title.ts";
import { number } from "../plain-words.ts";
import { KindChart } from "./KindChart.tsx";
import { kindNames, securitySentence, subjectWords } from "./security-words.ts";

/** Is anything going on? One sentence; then each kind, where most came from and whom it was about. */
export function SecurityPage() {
  useTitle("Security");
  const window = useSearch({ from: "/signed-in/security" }).window ?? "day";
  const navigate = useNavigate();
  const security = useSecurity(window);
  return (
    <>
      <PageHeader
        title="Security"
        lead={
          security.data === undefined
            ? "What was refused, and whether it is too much."
            : securitySentence(security.data)
        }
        actions={
          // Not a link of the router: the check is about what a page gets when it is loaded.
          <a href="/security/embed" className={textLinkClasses}>
            Check the Calendly embed
          </a>
        }
      />
      <SegmentedControl<SecurityWindow>
        label="How far back"
        value={window}
        onChange={(to) => void navigate({ to: "/security", search: to === "day" ? {} : { window: to }, replace: true })}
        options={[
          { value: "day", label: "24 hours" },
          { value: "week", label: "7 days" },
        ]}
        className="mb-6 max-sm:flex"
      />
      {security.isPending ? (
        <KindsSkeleton />
      ) : security.isError && security.data === undefined ? (
        <ErrorState
          title="The figures cannot be shown."
          error={security.error}
          onRetry={() => void security.refetch()}
          retrying={security.isFetching}
        />
      ) : (
        <Report security={security.data} />
      )}
    </>
  );
}

function Report({ security }: { readonly security: Security }) {
  const loud = security.kinds.filter(({ alertSince }) => alertSince !== null);
  return (
    <>
      {loud.map((state) => (
        <Loud key={state.kind} state={state} />
      ))}
      <section aria-label="Kinds" className="grid gap-x-10 border-t sm:grid-cols-2">
        {security.kinds.map((state) => (
          <Kind key={state.kind} state={state} window={security.window} />
        ))}
      </section>
      <div className="mt-10 grid gap-x-10 gap-y-10 lg:grid-cols-2">
        <Part title="Where most came from" none="Nothing was refused.">
          {security.sources.map(({ source, count, kinds }) => (
            <Row key={source} name={source === "" ? "not known" : source} count={count}>
              {kinds.map((kind) => kindNames[kind].toLowerCase()).join(", ")}
            </Row>
          ))}
        </Part>
        <Part title="Whom or what most were about" none="Nobody and nothing.">
          {security.subjects.map((row) => (
            <Row key={`${row.kind} ${row.subject}`} name={subjectWords(row)} count={row.count}>
              {kindNames[row.kind].toLowerCase()}
            </Row>
          ))}
        </Part>
      </div>
      <Alerts alerts={security.alerts} />
    </>
  );
}

/** A kind above its threshold: since when, what it means, what to do. */
function Loud({ state }: { readonly state: SecurityKindState }) {
  return (
    <section aria-label={kindNames[state.kind]} className="mb-6 border-y py-5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <Badge tone="canceled">Alert</Badge>
        <span className="font-medium">{kindNames[state.kind]}</span>
        {state.alertSince === null ? null : (
          <span className="text-ink-soft">
            since <Ago at={state.alertSince} /> · {number(state.recent)} in the last {state.minutes} minutes
          </span>
        )}
      </p>
      <p className="mt-3 max-w-prose text-sm">{state.meaning}</p>
      <p className="mt-2 max-w-prose text-sm">
        <span className="font-medium">What to do: </span>
        {state.advice}
      </p>
    </section>
  );
}

function Kind({ state, window }: { readonly state: SecurityKindState; readonly window: SecurityWindow }) {
  return (
    <article className="border-b py-5" aria-label={kindNames[state.kind]}>
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h2 className="text-sm font-medium">{kindNames[state.kind]}</h2>
        <span className="text-xl font-semibold">{number(state.count)}</span>
      </div>
      <KindChart state={state} window={window} />
      <p className="mt-2 text-xs text-ink-soft">
        {number(state.recent)} in the last {state.minutes} minutes{state.perSubject ? " at one account" : ""}, alert
        from {number(state.threshold)} on
      </p>
      <p className="mt-1 text-xs text-ink-soft">{state.meaning}</p>
    </article>
  );
}

function KindsSkeleton() {
  return (
    <Loading label="Loading the figures" className="grid gap-x-10 border-t sm:grid-cols-2">
      {["one", "two", "three", "four"].map((kind) => (
        <span key={kind} className="flex flex-col gap-3 border-b py-5">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-3 w-56 max-w-full" />
        </span>
      ))}
    </Loading>
  );
}

function Part({
  title,
  none,
  children,
}: {
  readonly title: string;
  readonly none: string;
  readonly children: ReactNode[];
}) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-sm font-medium">{title}</h2>
      {children.length === 0 ? (
        <p className="border-t py-4 text-sm text-ink-soft">{none}</p>
      ) : (
        <ul className="divide-y border-y">{children}</ul>
      )}
    </section>
  );
}

function Row(props: { readonly name: string; readonly count: number; readonly children: ReactNode }) {
  return (
    <li className="flex items-baseline justify-between gap-4 py-2.5 text-sm">
      <span className="min-w-0">
        <span className="break-all">{props.name}</span>{" "}
        <span className="block text-xs text-ink-soft">{props.children}</span>
      </span>
      <span className="font-medium">{number(props.count)}</span>
    </li>
  );
}

function Alerts({ alerts }: { readonly alerts: Security["alerts"] }) {
  return (
    <section aria-label="Alerts" className="mt-10">
      <h2 className="mb-2 text-sm font-medium">Alerts of the last 90 days</h2>
      {alerts.length === 0 ? (
        <p className="border-t py-4 text-sm text-ink-soft">
          None. Every admin gets a mail when there is one, and it is listed here.
        </p>
      ) : (
        <ul className="divide-y border-y">
          {alerts.map(({ id, kind, since, until, count }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2.5 text-sm">
              <Badge tone={until === null ? "canceled" : "neutral"}>{until === null ? "open" : "over"}</Badge>
              <span>{kindNames[kind]}</span>
              <span className="text-ink-soft">
                at most {number(count)} · began <Ago at={since} />
                {until === null ? null : (
                  <>
                    , calm again <Ago at={until} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
