import { type ApiClient, ApiProblem } from "@punctual/contract";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { TimeProvider } from "../time/time-context.tsx";
import { LiveProvider, type OpenLiveStream } from "./live.tsx";

const ApiContext = createContext<ApiClient | null>(null);

/** The client that {@link PunctualProvider} was given. Throws outside one. */
export function useApi(): ApiClient {
  const api = useContext(ApiContext);
  if (api === null) throw new Error("Wrap this component in a PunctualProvider.");
  return api;
}

/** Refusals are answers: asking again gets the same one. What did not arrive is asked for again, twice. */
export function createPunctualQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => {
          const refused = error instanceof ApiProblem && error.problem.status < 500;
          return !refused && failures < 2;
        },
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
      },
      // A write is repeated by the person, never behind their back.
      mutations: { retry: false },
    },
  });
}

export interface PunctualProviderProps {
  readonly client: ApiClient;
  /** The viewer's IANA zone; the browser's when absent or null. */
  readonly timeZone?: string | null;
  readonly locale?: string;
  /** The clock in milliseconds; `Date.now` when absent. */
  readonly now?: () => number;
  /** Follow changes as they happen. Leave false until someone is signed in. */
  readonly live?: boolean;
  /** How to open the stream of changes; an `EventSource` on `/api/live` when absent. */
  readonly openLiveStream?: OpenLiveStream;
  /** Share the host application's own cache. */
  readonly queryClient?: QueryClient;
  readonly children: ReactNode;
}

/** Gives every Punctual component inside its data, its clock, and news of changes. */
export function PunctualProvider(props: PunctualProviderProps) {
  const [ownQueryClient] = useState(createPunctualQueryClient);
  return (
    <QueryClientProvider client={props.queryClient ?? ownQueryClient}>
      <ApiContext value={props.client}>
        <TimeProvider
          timeZone={props.timeZone ?? null}
          {...(props.locale === undefined ? {} : { locale: props.locale })}
          {...(props.now === undefined ? {} : { now: props.now })}
        >
          <LiveProvider
            enabled={props.live ?? false}
            {...(props.openLiveStream === undefined ? {} : { open: props.openLiveStream })}
          >
            {props.children}
          </LiveProvider>
        </TimeProvider>
      </ApiContext>
    </QueryClientProvider>
  );
}
