import { ApiProblem, ApiUnreachable } from "@punctual/contract";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isSignedOut } from "../routing/guards.ts";

interface Listeners {
  /** A call learned that nobody is signed in, or no longer. */
  readonly onSignedOut: (queryClient: QueryClient) => void;
  /** A call got an answer, of whatever kind; or none came. */
  readonly onAnswer: (came: boolean) => void;
}

/** The page's cache of answers, and the one place where every failed call passes. */
export function createQueryClient({ onSignedOut, onAnswer }: Listeners): QueryClient {
  const onError = (error: unknown): void => {
    if (error instanceof ApiUnreachable) onAnswer(false);
    if (error instanceof ApiProblem) onAnswer(true);
    if (isSignedOut(error)) onSignedOut(queryClient);
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
