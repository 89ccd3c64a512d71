const opaque = "base64:";

/** What a sealed body is bound to: it opens in its own row and nowhere else. */
export function bodyBinding(deliveryId: string): string {
  return `webhook_deliveries.body_sealed:${deliveryId}`;
}

/** The body as text, without losing a byte: what is not UTF-8 is kept in base64. JSON never begins like that. */
export function textOfBody(rawBody: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(rawBody);
    if (!text.startsWith(opaque)) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return opaque + Buffer.from(rawBody).toString("base64");
}

/** The very bytes that {@link textOfBody} was given. */
export function bodyOfText(text: string): Uint8Array {
  return text.startsWith(opaque) ? Buffer.from(text.slice(opaque.length), "base64") : Buffer.from(text, "utf8");
}

/** The address that Calendly delivers a connection's webhooks to. Calendly wants each subscription's to be unique. */
export function callbackUrl(publicUrl: string, connection: { readonly id: string; readonly userUri: string }): string {
  const url = new URL("/api/calendly/webhooks", publicUrl);
  // A hint for whoever reads Calendly's list, never an authority: that is the signature alone.
  url.searchParams.set("connection", connection.id);
  url.searchParams.set("account", connection.userUri.split("/").at(-1) ?? "");
  return url.href;
}
