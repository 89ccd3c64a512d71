export type ReadBody =
  | { readonly kind: "read"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "too_large" }
  /** It did not end in time, or its sender went away; nothing more of it is read. */
  | { readonly kind: "too_slow" };

/** Milliseconds within which a body must have come. */
export const bodyTime = 10_000;

/**
 * Reads a body of at most `limit` bytes that ends within {@link bodyTime}; stops reading, and says so, at the first byte
 * beyond or when the time is over.
 */
export async function readBody(request: Request, limit: number): Promise<ReadBody> {
  const announced = request.headers.get("content-length");
  if (Number(announced) > limit) return { kind: "too_large" };
  if (request.body === null) return { kind: "read", bytes: new Uint8Array(0) };

  let expire: (outcome: { kind: "too_slow" }) => void = () => undefined;
  const expired = new Promise<{ kind: "too_slow" }>((resolve) => {
    expire = resolve;
  });
  const timer = setTimeout(() => expire({ kind: "too_slow" }), bodyTime);
  try {
    // Whoever announces a length is held to it by the HTTP parser: the quick way is as bounded as the other.
    return await (announced === null ? readChunks(request.body, limit, expired) : readWhole(request, limit, expired));
  } finally {
    clearTimeout(timer);
  }
}

type Expired = Promise<{ readonly kind: "too_slow" }>;

async function readWhole(request: Request, limit: number, expired: Expired): Promise<ReadBody> {
  const whole = request
    .arrayBuffer()
    .then(
      (buffer): ReadBody =>
        buffer.byteLength > limit ? { kind: "too_large" } : { kind: "read", bytes: new Uint8Array(buffer) },
      brokenOff,
    );
  return Promise.race([whole, expired]);
}

async function readChunks(body: ReadableStream<Uint8Array>, limit: number, expired: Expired): Promise<ReadBody> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await Promise.race([reader.read().catch(brokenOff), expired]);
    if ("kind" in next) return stopped(reader, next);
    if (next.done) break;
    size += next.value.byteLength;
    if (size > limit) return stopped(reader, { kind: "too_large" });
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return { kind: "read", bytes };
}

/** Whoever hangs up in the middle waits for no answer, and it is no error of ours. */
const brokenOff = (): { readonly kind: "too_slow" } => ({ kind: "too_slow" });

/** Lets the source go; a source that fails at that is gone as well. */
function stopped(reader: ReadableStreamDefaultReader<Uint8Array>, outcome: ReadBody): ReadBody {
  reader.cancel().catch(() => undefined);
  return outcome;
}
