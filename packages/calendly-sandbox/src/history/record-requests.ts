import type { MiddlewareHandler } from "hono";
import { isControl } from "../http/controls-path.ts";
import { bodyLimit } from "../http/input.ts";
import { keptText, traceOf } from "../http/trace.ts";
import type { State } from "../state.ts";
import type { HistoryWriter } from "./history.ts";
import type { LoggedBody } from "./types.ts";

/** A cut string would hold on to the whole it was cut from, so a long one is copied. */
function bounded(text: string, limit: number): LoggedBody {
  if (text.length <= limit) return { text, length: text.length };
  return { text: Buffer.from(text.slice(0, limit), "utf8").toString("utf8"), length: text.length };
}

/** A copy of what was sent, read beside whoever handles it. Bodies that nobody would read are not read here either. */
async function readSent(request: Request, limit: number): Promise<LoggedBody | null> {
  if (request.method === "GET" || request.method === "HEAD" || request.body === null) return null;
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimit) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const copy: ReadableStreamDefaultReader<Uint8Array> | undefined = request.clone().body?.getReader();
    for (let part = await copy?.read(); part?.value !== undefined; part = await copy?.read()) {
      chunks.push(part.value);
      length += part.value.byteLength;
      if (length <= bodyLimit) continue;
      // Not waited for: the copy ends only when the request itself has been read or given up.
      copy?.cancel().catch(() => undefined);
      return null;
    }
  } catch {
    return null;
  }
  return length === 0 ? null : bounded(new TextDecoder().decode(Buffer.concat(chunks)), limit);
}

async function readAnswered(response: Response, limit: number): Promise<LoggedBody | null> {
  const kept = keptText(response);
  if (kept !== undefined) return bounded(kept, limit);
  if (response.body === null || !/^application\/json/.test(response.headers.get("content-type") ?? "")) return null;
  const text = await response.clone().text();
  return text === "" ? null : bounded(text, limit);
}

/**
 * Logs every call but those for scripts and styles. Of the controls only what changes something is told, by name: the
 * inspector's own looking would bury the rest.
 */
export function recordRequests(state: State, history: HistoryWriter): MiddlewareHandler {
  const { clock, settings } = state;
  return async (c, next) => {
    const { path, method } = c.req;
    if (isControl(path)) {
      await next();
      if (method !== "GET" && method !== "HEAD") history.tell({ kind: "control", method, path, status: c.res.status });
      return;
    }
    if (!history.isOn() || path.startsWith("/assets/")) return next();
    const request = c.req.raw;
    const at = clock.now();
    const startedAt = performance.now();
    const limit = settings.historyBodyLimit;
    const requestBody = await readSent(request, limit);
    await next();
    const trace = traceOf(request);
    const answered = trace.ending !== "hung" && trace.ending !== "cut";
    const response = c.res;
    const start = request.url.indexOf("?");
    history.log({
      at,
      machineAt: Date.now(),
      method,
      path,
      search: start === -1 ? "" : request.url.slice(start),
      status: answered ? response.status : null,
      milliseconds: Math.round((performance.now() - startedAt) * 10) / 10,
      caller: trace.caller ?? null,
      faultId: trace.faultId ?? null,
      ending: trace.ending ?? "answered",
      requestHeaders: request.headers,
      requestBody,
      responseHeaders: answered ? response.headers : null,
      responseBody: answered ? await readAnswered(response, limit) : null,
    });
  };
}
