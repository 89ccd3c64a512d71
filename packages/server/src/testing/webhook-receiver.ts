import { createServer, type IncomingHttpHeaders } from "node:http";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WebhookReceiver {
  /** As it stands in the address: `127.0.0.1:<port>`. */
  readonly host: string;
  /** What came, in order. */
  readonly got: readonly Received[];
  /** What it answers; null: nothing, for ever. */
  readonly answer: { status: number | null };
  /** Ends it, with the connections that it has. */
  close(): void;
}

/** A receiver of outgoing webhooks on this machine, for tests. */
export async function openReceiver(): Promise<WebhookReceiver> {
  const got: Received[] = [];
  const answer: WebhookReceiver["answer"] = { status: 204 };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      if (answer.status !== null) response.writeHead(answer.status).end("nobody reads this");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    host: `127.0.0.1:${address.port}`,
    got,
    answer,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
