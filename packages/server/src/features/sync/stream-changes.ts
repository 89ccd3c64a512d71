import type { LiveChange } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { createStreamSlots, type StreamSlots } from "../../platform/limits/stream-slots.ts";
import type { SeenChange } from "../../platform/live.ts";
import type { Viewer } from "../access/index.ts";
import { newestChange } from "./queries.ts";

/** Milliseconds between comments: proxies close a connection on which nothing moves for long. */
const heartbeatMs = 20_000;
/** Milliseconds after which a browser whose stream broke comes back. */
const comeBackMs = 2_000;
/** Milliseconds after which a stream ends in any case: whoever comes back is looked at anew. */
const lifeMs = 3_600_000;

/**
 * Server-sent events of what concerns the viewer, from after `lastEventId` on, or from now without one. Where it
 * begins is settled before it is opened: what happens after the page saw it open is told. Ends when the browser goes, and when
 * the viewer's own account changes: another role, a login that ended, a suspension. The browser comes back by itself, and
 * the gate decides as whom. A person's oldest stream ends when there are too many.
 *
 * @returns null when this process has no place for another stream.
 */
export async function streamChanges(
  context: Context,
  viewer: Viewer,
  request: { readonly lastEventId: string | null; readonly signal: AbortSignal },
): Promise<Response | null> {
  const old = new AbortController();
  const release = slotsOf(context).take(viewer.personId, () => old.abort());
  if (release === null) return null;
  try {
    return await open(context, viewer, request, { old, release });
  } catch (error) {
    release();
    throw error;
  }
}

const slots = new WeakMap<Context, StreamSlots>();

function slotsOf(context: Context): StreamSlots {
  const found = slots.get(context) ?? createStreamSlots(context.limits.settings);
  slots.set(context, found);
  return found;
}

async function open(
  context: Context,
  viewer: Viewer,
  request: { readonly lastEventId: string | null; readonly signal: AbortSignal },
  { old, release }: { readonly old: AbortController; readonly release: () => void },
): Promise<Response> {
  const newest = await newestChange(context.database);
  // An id beyond the newest is from another life of the database: waiting for it would be waiting forever.
  const start = Math.min(readSeq(request.lastEventId) ?? newest, newest);
  const gone = new AbortController();
  const signal = AbortSignal.any([request.signal, gone.signal, old.signal]);
  const watcher = { personId: viewer.personId, isAdmin: viewer.role === "admin" };
  const changes = context.live.changesFor(watcher, start, signal);
  const encoder = new TextEncoder();

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      // The id alone makes no event, but a browser that comes back names it.
      write(`retry: ${comeBackMs}\nid: ${start}\n: connected\n\n`);
      const heartbeat = setInterval(() => write(": still here\n\n"), heartbeatMs);
      const life = setTimeout(() => old.abort(), lifeMs);
      life.unref();
      follow(changes, viewer.personId, write)
        .catch((error: unknown) => context.log.warn({ error }, "live stream broke"))
        .finally(() => {
          clearInterval(heartbeat);
          clearTimeout(life);
          release();
          // After a cancel the stream is closed already; closing it again throws.
          if (!gone.signal.aborted) controller.close();
        });
    },
    cancel() {
      gone.abort();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // nginx holds responses back until a buffer is full, unless told otherwise.
      "x-accel-buffering": "no",
    },
  });
}

async function follow(
  changes: AsyncIterable<SeenChange>,
  personId: string,
  write: (text: string) => void,
): Promise<void> {
  for await (const change of changes) {
    const data: LiveChange = { topic: change.topic, id: change.id };
    write(`id: ${change.seq}\nevent: change\ndata: ${JSON.stringify(data)}\n\n`);
    if (change.topic === "account" && change.id === personId) return;
  }
}

/** The `seq` in a `Last-Event-ID`; null for what is not one of ours. */
function readSeq(lastEventId: string | null): number | null {
  if (lastEventId === null || !/^\d{1,15}$/.test(lastEventId)) return null;
  return Number(lastEventId);
}
