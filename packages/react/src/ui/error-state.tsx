import { ApiProblem, ApiUnreachable } from "@punctual/contract";
import { RotateCw, TriangleAlert, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

/** The sentence for a person: what the server said, or that it could not be reached. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiProblem) return error.problem.detail;
  if (error instanceof ApiUnreachable) return error.message;
  return "Something on this page failed. Try again; if it stays, reload the page.";
}

/** The reference under which the server logged a refusal, for whoever helps. */
export function referenceOf(error: unknown): string | null {
  return error instanceof ApiProblem ? error.problem.requestId : null;
}

/** What failed, why, and the way out. */
export function ErrorState(props: {
  readonly title: string;
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly retrying?: boolean;
  readonly action?: ReactNode;
}) {
  // What is not there will not be there the next time either, and nobody has to look for it in a log.
  const missing = props.error instanceof ApiProblem && props.error.problem.code === "not_found";
  const reference = missing ? null : referenceOf(props.error);
  const Icon = props.error instanceof ApiUnreachable ? WifiOff : TriangleAlert;
  return (
    <div role="alert" className="flex flex-col items-center px-4 py-12 text-center">
      <Icon aria-hidden="true" className="mb-4 size-6 text-attention" strokeWidth={1.5} />
      <p className="text-base font-medium text-ink">{props.title}</p>
      <p className="mt-1 max-w-prose text-sm text-ink-soft">{reasonOf(props.error)}</p>
      <div className="mt-5 flex flex-wrap justify-center gap-2 empty:hidden">
        {props.action}
        {props.onRetry === undefined || missing ? null : (
          <Button icon={<RotateCw strokeWidth={1.5} />} onClick={props.onRetry} busy={props.retrying ?? false}>
            Try again
          </Button>
        )}
      </div>
      {reference === null ? null : <p className="mt-4 text-xs text-ink-soft">Reference {reference}</p>}
    </div>
  );
}
