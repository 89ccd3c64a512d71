import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  /** What goes wrong instead of a whole answer. */
  readonly fault?: "hang" | "hang_up" | "cut_off";
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: SeenRequest[];
}

/** A real server on a free port that answers the nth request with the nth answer, the last one again after that. */
export async function startServer(...answers: readonly (Answer | ((request: SeenRequest) => Answer))[]) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", "http://server.test");
    const entry: SeenRequest = {
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    seen.push(entry);
    const planned = answers[Math.min(seen.length, answers.length) - 1] ?? {};
    const answer = typeof planned === "function" ? planned(entry) : planned;
    if (answer.fault === "hang") return;
    if (answer.fault === "hang_up") return void request.socket.destroy();
    if (answer.fault === "cut_off") {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"resource":');
      return void setImmediate(() => request.socket.destroy());
    }
    const { status = 200, headers = {}, body = "" } = answer;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(status === 204 ? undefined : typeof body === "string" ? body : JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const running: TestServer = {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return running;
}
