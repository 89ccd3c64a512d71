import { verifyWebhook } from "@clerk/backend/webhooks";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { ClerkConfig } from "../config.ts";
import { type ClerkUser, clerkUserSchema } from "./user.ts";

/** One webhook of Clerk, in our words. */
export type ClerkNews =
  | { readonly kind: "user_changed"; readonly user: ClerkUser }
  | { readonly kind: "user_deleted"; readonly userId: string }
  | { readonly kind: "session_ended"; readonly sessionId: string; readonly userId: string }
  /** Something that nothing here depends on. */
  | { readonly kind: "other" };

export type ReadNews =
  | {
      readonly kind: "news";
      /** The same for every attempt to deliver it. */
      readonly messageId: string;
      readonly news: ClerkNews;
    }
  | { readonly kind: "signature_invalid" }
  | { readonly kind: "signature_stale" }
  /** Signed, and not in the form that Clerk documents. */
  | { readonly kind: "unreadable" };

/** Seconds, as Svix's libraries have it. */
const tolerance = 5 * 60;

const deletedSchema = z.object({ id: z.string().min(1).max(255) });
const sessionSchema = z.object({ id: z.string().min(1).max(255), user_id: z.string().min(1).max(255) });

/** Verifies a webhook by Svix's headers, with any of the secrets, and reads it. */
export async function readNews(
  request: { readonly url: string; readonly headers: Headers; readonly bytes: Uint8Array<ArrayBuffer> },
  { webhookSigningSecrets }: Pick<ClerkConfig, "webhookSigningSecrets">,
): Promise<ReadNews> {
  const messageId = request.headers.get("svix-id")?.trim() ?? "";
  const signedAt = Number(request.headers.get("svix-timestamp") ?? Number.NaN);
  if (messageId === "" || messageId.length > 255 || !Number.isInteger(signedAt)) return { kind: "signature_invalid" };
  const event = await verified(request, webhookSigningSecrets);
  if (event === null) {
    const late = Math.abs(Temporal.Now.instant().epochMilliseconds / 1000 - signedAt) > tolerance;
    return { kind: late ? "signature_stale" : "signature_invalid" };
  }
  const news = read(event);
  return news === null ? { kind: "unreadable" } : { kind: "news", messageId, news };
}

async function verified(
  { url, headers, bytes }: { readonly url: string; readonly headers: Headers; readonly bytes: Uint8Array<ArrayBuffer> },
  secrets: readonly string[],
): Promise<{ readonly type: string; readonly data: unknown } | null> {
  for (const signingSecret of secrets) {
    try {
      return await verifyWebhook(new Request(url, { method: "POST", headers, body: bytes }), { signingSecret });
    } catch {
      // Not by this secret; perhaps by the one before it.
    }
  }
  return null;
}

/** Null when it is not in the documented form. */
function read(event: { readonly type: string; readonly data: unknown }): ClerkNews | null {
  switch (event.type) {
    case "user.created":
    case "user.updated": {
      const user = clerkUserSchema.safeParse(event.data);
      return user.success ? { kind: "user_changed", user: user.data } : null;
    }
    case "user.deleted": {
      const deleted = deletedSchema.safeParse(event.data);
      return deleted.success ? { kind: "user_deleted", userId: deleted.data.id } : null;
    }
    case "session.ended":
    case "session.removed":
    case "session.revoked": {
      const session = sessionSchema.safeParse(event.data);
      return session.success
        ? { kind: "session_ended", sessionId: session.data.id, userId: session.data.user_id }
        : null;
    }
    default:
      return { kind: "other" };
  }
}
