import { type AppConfig, routes } from "@punctual/contract";
import type { ServerConfig } from "../../platform/config.ts";
import type { Context } from "../../platform/context.ts";
import { ok } from "../../platform/http/reply.ts";
import { type HandledRoute, handle } from "./handle.ts";
import type { Identity, IdentityCapabilities } from "./identity.ts";
import { meOf, updateMe } from "./update-me.ts";

export function accessRoutes(context: Context, identity: Identity): HandledRoute[] {
  return [
    handle(routes.getAppConfig, async () => ok(publicConfig(context.config, identity.capabilities))),
    handle(routes.getMe, async ({ viewer }) => ok(meOf(viewer))),
    handle(routes.updateMe, async ({ viewer, body }) => ok(await updateMe(context, viewer, body))),
  ];
}

/** What anyone may know of this deployment. */
function publicConfig(config: ServerConfig, identity: IdentityCapabilities): AppConfig {
  const { bookingUrl, assetsUrl } = config.calendly;
  return {
    authMode: config.auth.mode,
    identity: { ...identity },
    calendly: {
      bookingOrigin: new URL(bookingUrl).origin,
      widgetScriptUrl: `${assetsUrl}/assets/external/widget.js`,
      widgetStylesheetUrl: `${assetsUrl}/assets/external/widget.css`,
    },
    mailbox: config.mail.smtpUrl === null,
    signInHints: config.signInHints.map((hint) => ({ ...hint })),
  };
}
