import { randomInt } from "node:crypto";
import { createServer, type Server, Socket } from "node:net";
import pg from "pg";

/** A pooler in transaction mode, as Supavisor and PgBouncer are on Supabase's port 6543. */
export interface TransactionPooler {
  /** In place of the database's own URL. */
  readonly url: string;
  /** What clients asked for that only a session has: each breaks, sooner or later, behind a real pooler. */
  readonly refused: readonly string[];
  /** How often a client's transaction ran on another connection than the one before it. */
  readonly switches: number;
  close(): Promise<void>;
}

/** What is left behind on a connection that the next transaction of somebody else gets. */
const sessionOnly =
  /^\s*(?:listen|unlisten|prepare|deallocate|declare|discard|load|create\s+temp\w*|set\s+(?!local\b|transaction\b))\b|pg_(?:try_)?advisory_lock(?:_shared)?\s*\(|set_config\([^()]*,\s*false\s*\)/i;

interface Message {
  readonly type: string;
  readonly bytes: Buffer;
}

/** A connection to the database, lent to one client for one transaction at a time. */
interface Backend {
  readonly socket: Socket;
  receive: (message: Message) => void;
}

interface Frontend {
  readonly socket: Socket;
  backend: Backend | null;
  /** The one that it had for its last transaction. */
  last: Backend | null;
  /** Asked, and not yet answered by ReadyForQuery. */
  pending: number;
  waiting: Message[];
}

/**
 * Speaks Postgres's protocol, version 3, to both sides. A client gets a server connection with its first message and
 * loses it when ReadyForQuery says that no transaction is open; connections go round, so that the next transaction runs
 * on another, on which nothing is reset. As poolers do, it gives its clients process numbers of its own.
 */
export async function openTransactionPooler(databaseUrl: string, connections = 2): Promise<TransactionPooler> {
  const backends = await Promise.all(Array.from({ length: connections }, () => connectBackend(databaseUrl)));
  const idle = [...backends];
  const queue: Frontend[] = [];
  const sockets = new Set<Socket>();
  const refused: string[] = [];
  let switches = 0;

  function lend(frontend: Frontend): void {
    const backend = idle.shift();
    if (backend === undefined) {
      queue.push(frontend);
      return;
    }
    if (frontend.last !== null && frontend.last !== backend) switches += 1;
    frontend.backend = backend;
    frontend.last = backend;
    backend.receive = ({ type, bytes }) => {
      frontend.socket.write(bytes);
      if (type !== "Z") return;
      frontend.pending -= 1;
      if (frontend.pending === 0 && bytes.toString("latin1", 5, 6) === "I") giveBack(frontend);
    };
    for (const message of frontend.waiting.splice(0)) forward(frontend, backend, message);
  }

  function giveBack(frontend: Frontend): void {
    const { backend } = frontend;
    if (backend === null) return;
    frontend.backend = null;
    backend.receive = () => undefined;
    idle.push(backend);
    const next = queue.shift();
    if (next !== undefined) lend(next);
  }

  function forward(frontend: Frontend, backend: Backend, message: Message): void {
    if (message.type === "Q" || message.type === "S") frontend.pending += 1;
    backend.socket.write(message.bytes);
  }

  function take(frontend: Frontend, message: Message): void {
    if (message.type === "X") {
      frontend.socket.end();
      return;
    }
    const wanted = wantsSession(message);
    if (wanted !== null) {
      refused.push(wanted);
      frontend.socket.end(errorMessage("0A000", `This pooler keeps no session: ${wanted}`));
      return;
    }
    if (frontend.backend !== null) forward(frontend, frontend.backend, message);
    else {
      frontend.waiting.push(message);
      if (!queue.includes(frontend)) lend(frontend);
    }
  }

  /** A client that goes away amid a transaction takes it along. */
  function leave(frontend: Frontend): void {
    sockets.delete(frontend.socket);
    const place = queue.indexOf(frontend);
    if (place >= 0) queue.splice(place, 1);
    const { backend } = frontend;
    if (backend === null) return;
    // Sync, in case that it left in the midst of a statement, then the end of its transaction: an answer for each.
    let answers = frontend.pending + 2;
    backend.receive = ({ type }) => {
      if (type === "Z") answers -= 1;
      if (answers === 0) giveBack(frontend);
    };
    backend.socket.write(Buffer.concat([message("S"), message("Q", Buffer.from("rollback\0"))]));
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    const frontend: Frontend = { socket, backend: null, last: null, pending: 0, waiting: [] };
    socket.on("close", () => leave(frontend));
    greet(socket, (rest) => {
      const read = reader((message) => take(frontend, message));
      socket.on("data", read);
      read(rest);
    });
  });
  const port = await listen(server);
  const url = new URL(databaseUrl);
  [url.hostname, url.port] = ["127.0.0.1", String(port)];
  return {
    url: url.href,
    refused,
    get switches() {
      return switches;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      for (const { socket } of backends) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Signs in by the driver, which knows every way of it, and takes over its socket. */
async function connectBackend(databaseUrl: string): Promise<Backend> {
  const socket = new Socket();
  const client = new pg.Client({ connectionString: databaseUrl, stream: () => socket });
  await client.connect();
  socket.removeAllListeners();
  const backend: Backend = { socket, receive: () => undefined };
  socket.on(
    "data",
    reader((message) => backend.receive(message)),
  );
  socket.on("error", () => undefined);
  return backend;
}

/** Startup of a client: no TLS, no password, a process number that is nobody's. */
function greet(socket: Socket, ready: (rest: Buffer) => void): void {
  let held: Buffer = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    while (held.length >= 8 && held.length >= held.readInt32BE(0)) {
      const length = held.readInt32BE(0);
      const code = held.readInt32BE(4);
      held = held.subarray(length);
      if (code === sslRequest) socket.write("N");
      else if (code === cancelRequest) socket.end();
      else {
        socket.off("data", read);
        socket.write(Buffer.concat([message("R", int32(0)), ...parameters, key(), message("Z", Buffer.from("I"))]));
        ready(held);
        return;
      }
    }
  };
  socket.on("data", read);
}

const sslRequest = 80_877_103;
const cancelRequest = 80_877_102;

/** Splits a stream into messages: a letter, the length without it, the rest. */
function reader(each: (message: Message) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= 5 && held.length > held.readInt32BE(1)) {
      const end = held.readInt32BE(1) + 1;
      const bytes = held.subarray(0, end);
      held = held.subarray(end);
      each({ type: String.fromCharCode(bytes[0] ?? 0), bytes });
    }
  };
}

/** What of a session the message needs; null when it does without. */
function wantsSession({ type, bytes }: Message): string | null {
  if (type !== "P" && type !== "Q") return null;
  const [first = "", second = ""] = bytes.toString("utf8", 5).split("\0");
  if (type === "P" && first !== "") return `a prepared statement named ${first}`;
  const text = type === "P" ? second : first;
  const found = text.split(";").find((statement) => sessionOnly.test(statement));
  return found === undefined ? null : found.trim().slice(0, 200);
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

const parameters = [
  ["server_version", "18.0"],
  ["client_encoding", "UTF8"],
  ["DateStyle", "ISO, MDY"],
  ["standard_conforming_strings", "on"],
].map(([name, value]) => message("S", Buffer.from(`${name}\0${value}\0`)));

const key = () => message("K", int32(randomInt(1, 2 ** 31)), int32(randomInt(1, 2 ** 31)));

const errorMessage = (code: string, text: string) =>
  message("E", Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("The pooler has no port."));
    });
  });
}
