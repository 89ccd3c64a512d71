import { ApiProblem, ApiUnreachable } from "@punctual/contract";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isSignedOut, isSuspended } from "../routing/guards.ts";

interface Listeners {
  /** A call learned that nobody is signed in, or no longer; or that an admin keeps the person out. */
  readonly onShutOut: (queryClient: QueryClient, why: "signed_out" | "suspended") => void;
  /** A call got an answer, of whatever kind; or none came. */
  readonly onAnswer: (came: boolean) => void;
}

/** The page's cache of answers, and the one place where every failed call passes. */
export function createQueryClient({ onShutOut, onAnswer }: Listeners): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof ApiUnreachable) onAnswer(false);
    if (error instanceof ApiProblem) onAnswer(true);
    if (isSignedOut(error)) onShutOut(queryClient, "signed_out");
    if (isSuspended(error)) onShutOut(queryClient, "suspended");
  };
  const onSuccess = (): void => onAnswer(true);
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess }),
    mutationCache: new MutationCache({ onError, onSuccess }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
    },
  });
  return queryClient;
}

/** A refusal stays a refusal; an answer that did not come, or a fault of the server, may come the next time. */
function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.problem.status >= 500;
}
