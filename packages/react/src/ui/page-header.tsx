import type { ReactNode } from "react";

/** The head of a page: where one came from, what this is, what can be done. */
export function PageHeader(props: {
  readonly title: ReactNode;
  /** One line under the title. */
  readonly lead?: ReactNode;
  /** Usually a link back. */
  readonly back?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="mb-6 flex flex-col gap-2 sm:mb-10">
      {props.back}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold text-ink">{props.title}</h1>
          {props.lead === undefined ? null : <p className="mt-1 text-base text-ink-soft">{props.lead}</p>}
        </div>
        {props.actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
      </div>
    </header>
  );
}
