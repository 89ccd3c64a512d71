import type { Happening } from "../../history/types.ts";
import { read } from "../read.ts";
import type { ControlCall } from "./control.ts";
import { happeningQuery } from "./looking.ts";

/** A reader so slow that this many events wait for it is let go; it comes back by itself with `Last-Event-ID`. */
const mostWaiting = 1_000;
/** Milliseconds between signs of life, by which both ends notice a dead connection. */
const heartbeat = 15_000;

/** `GET /_sandbox/events`: what happens, as it happens, until the reader or the sandbox goes. */
export function streamHappenings({ controls, query, request, closing }: ControlCall): Response {
  const { kinds, table, after, limit } = read(happeningQuery, query);
  const resumed = Number(request.headers.get("last-event-id") ?? after ?? Number.NaN);
  const wanted = (one: Happening) =>
    (kinds === undefined || kinds.includes(one.kind)) &&
    (table === undefined || (one.kind === "record" && one.table === table));
  const encoder = new TextEncoder();
  let stop = () => {};

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          stop();
          controller.close();
        };
        const write = (text: string) => {
          if ((controller.desiredSize ?? 0) < -mostWaiting) end();
          else controller.enqueue(encoder.encode(text));
        };
        const send = (one: Happening) => {
          if (wanted(one)) write(`id: ${one.seq}\nevent: ${one.kind}\ndata: ${JSON.stringify(one)}\n\n`);
        };
        write(": live\n\n");
        if (Number.isFinite(resumed)) {
          for (const one of controls.history.happenings({ after: resumed, limit: limit ?? 1_000 })) send(one);
        }
        const unfollow = controls.history.follow(send);
        const timer = setInterval(() => write(": still here\n\n"), heartbeat);
        closing.addEventListener("abort", end);
        stop = () => {
          stop = () => {};
          unfollow();
          clearInterval(timer);
          closing.removeEventListener("abort", end);
        };
      },
      cancel: () => stop(),
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    },
  });
}
