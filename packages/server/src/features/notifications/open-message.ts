import type { Context } from "../../platform/context.ts";
import { messagePolicy } from "../../platform/http/content-policy.ts";
import type { Viewer } from "../access/index.ts";
import { getMailboxMessage } from "./list-mailbox.ts";

/**
 * A message as a document of its own, for the frame of our page alone: its policy gives it no origin and lets nothing in
 * it run. Null when there is none that the viewer may read.
 */
export async function openMessage(
  context: Context,
  viewer: Viewer,
  id: string,
  requestId: string,
): Promise<Response | null> {
  const message = await getMailboxMessage(context, viewer, id, requestId);
  if (message === null) return null;
  return new Response(withLinksBeside(message.html), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": messagePolicy,
      "x-frame-options": "SAMEORIGIN",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    },
  });
}

/** Links open beside the page, whatever the message's HTML looks like. */
function withLinksBeside(html: string): string {
  const before = /^\s*<!doctype[^>]*>\s*(<html[^>]*>)?\s*(<head[^>]*>)?/i.exec(html)?.[0] ?? "";
  return `${before}<base target="_blank">${html.slice(before.length)}`;
}
