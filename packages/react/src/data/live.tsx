import type { LiveTopic } from "@punctual/contract";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useTimeView } from "../time/time-context.tsx";
import { staleBy } from "./keys.ts";

/** What the live stream needs of an `EventSource`. */
export interface LiveStream {
  readonly readyState: number;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "change", listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}
export type OpenLiveStream = () => LiveStream;

/** `live`: changes arrive as they happen; `reconnecting`: the stream broke; `offline`: this device has no network. */
export type LiveState = "live" | "reconnecting" | "offline";

export interface Live {
  readonly state: LiveState;
  /** When this page was last known to be in step: at a change, or when the stream opened. Milliseconds; null before. */
  readonly inStepAt: number | null;
}

const LiveContext = createContext<Live>({ state: "reconnecting", inStepAt: null });

/** Whether changes reach this page, and since when. */
export function useLive(): Live {
  return useContext(LiveContext);
}

const openEventSource: OpenLiveStream = () => {
  const source = new EventSource("/api/live");
  return {
    get readyState() {
      return source.readyState;
    },
    addEventListener: (type: string, listener: (event: { readonly data: unknown }) => void) =>
      source.addEventListener(type, (event) => listener({ data: event instanceof MessageEvent ? event.data : null })),
    close: () => source.close(),
  };
};

/** Keeps one stream open for the whole page, and makes answers old when what they show has changed. */
export function LiveProvider(props: {
  readonly enabled: boolean;
  readonly open?: OpenLiveStream;
  readonly children: ReactNode;
}) {
  const queryClient = useQueryClient();
  const { now } = useTimeView();
  const [state, setState] = useState<LiveState>("reconnecting");
  const [inStepAt, setInStepAt] = useState<number | null>(null);
  const { enabled, open } = props;

  useEffect(() => {
    if (!enabled) return;
    return followChanges({
      open: open ?? openEventSource,
      onState: setState,
      onInStep: () => setInStepAt(now()),
      onTopics: (topics) => markStale(queryClient, topics),
      onGap: () => void queryClient.invalidateQueries(),
      onRefused: () => void queryClient.invalidateQueries({ queryKey: ["me"] }),
    });
  }, [enabled, open, queryClient, now]);

  const live = useMemo(() => ({ state, inStepAt }), [state, inStepAt]);
  return <LiveContext value={live}>{props.children}</LiveContext>;
}

function markStale(queryClient: QueryClient, topics: ReadonlySet<LiveTopic>): void {
  for (const topic of new Set([...topics].flatMap((changed) => staleBy[changed]))) {
    void queryClient.invalidateQueries({ queryKey: [topic] });
  }
}

/** Changes that come within this time are one: a booking touches several topics at once. */
const gatherMs = 60;
const closed = 2;

interface Followed {
  readonly open: OpenLiveStream;
  readonly onState: (state: LiveState) => void;
  readonly onInStep: () => void;
  readonly onTopics: (topics: ReadonlySet<LiveTopic>) => void;
  /** The stream is back after a break: something may have been missed. */
  readonly onGap: () => void;
  /** The server will not have it. A stream does not say why: who is signed in, and whether they still may, has to be asked. */
  readonly onRefused: () => void;
}

/** Follows the stream until the returned function is called. Opens it again, ever more slowly, when the server ends it. */
function followChanges(followed: Followed): () => void {
  let stream: LiveStream | null = null;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let broken = false;
  const topics = new Set<LiveTopic>();

  const lost = () => {
    broken = true;
    followed.onState(navigator.onLine === false ? "offline" : "reconnecting");
    // An EventSource tries again by itself after a broken line, but gives up after an error status.
    if (stream?.readyState !== closed) return;
    followed.onRefused();
    clearTimeout(reopening);
    reopening = setTimeout(connect, Math.min(1000 * 2 ** failures, 30_000));
    failures += 1;
  };
  const connect = () => {
    stream?.close();
    stream = followed.open();
    stream.addEventListener("open", () => {
      failures = 0;
      followed.onState("live");
      followed.onInStep();
      if (broken) followed.onGap();
      broken = false;
    });
    stream.addEventListener("error", lost);
    stream.addEventListener("change", ({ data }) => {
      const topic = topicOf(data);
      if (topic === null) return;
      topics.add(topic);
      gathering ??= setTimeout(() => {
        gathering = undefined;
        followed.onTopics(new Set(topics));
        topics.clear();
        followed.onInStep();
      }, gatherMs);
    });
  };
  const online = () => {
    failures = 0;
    connect();
  };
  const offline = () => {
    broken = true;
    followed.onState("offline");
  };

  window.addEventListener("online", online);
  window.addEventListener("offline", offline);
  connect();
  return () => {
    window.removeEventListener("online", online);
    window.removeEventListener("offline", offline);
    clearTimeout(reopening);
    clearTimeout(gathering);
    stream?.close();
  };
}

/** What a message says changed; null for one that is not ours. By hand, so that a page downloads no schemas for it. */
function topicOf(data: unknown): LiveTopic | null {
  const change = parse(data);
  if (typeof change !== "object" || change === null || !("topic" in change)) return null;
  return isTopic(change.topic) ? change.topic : null;
}

function isTopic(value: unknown): value is LiveTopic {
  return typeof value === "string" && Object.hasOwn(staleBy, value);
}

function parse(data: unknown): unknown {
  try {
    return typeof data === "string" ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
