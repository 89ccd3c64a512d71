export type ReadBody =
  | { readonly kind: "read"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "too_large" };

/** Reads a body of at most `limit` bytes; stops reading, and says so, at the first byte beyond. */
export async function readBody(request: Request, limit: number): Promise<ReadBody> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > limit) return { kind: "too_large" };
  if (request.body === null) return { kind: "read", bytes: new Uint8Array(0) };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) return { kind: "too_large" };
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return { kind: "read", bytes };
}
