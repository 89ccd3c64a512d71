import { passkey } from "@better-auth/passkey";
import type { BetterAuthOptions, DBAdapter } from "better-auth";
import { APIError } from "better-auth/api";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { ownOrigins } from "../../platform/own-origins.ts";
import { adapterOn, openAuth } from "./open-auth.ts";
import { recordPasskey } from "./record-passkey.ts";

/** Better Auth with passkeys. Loaded by who needs it: of the modules that a server consists of, these are a fifth. */
export function openPasskeys(context: Context) {
  const { publicUrl } = context.config;
  return openAuth(context, {
    database: adapterOf(context),
    plugins: [
      passkey({
        rpID: new URL(publicUrl).hostname,
        rpName: "Punctual",
        origin: [...ownOrigins(publicUrl)],
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        // A passkey stands for the password as well: possession of the device alone is not enough.
        registration: {
          afterVerification: async ({ verification }) => needVerifiedUser(verification.registrationInfo),
        },
        authentication: {
          afterVerification: async ({ verification }) => needVerifiedUser(verification.authenticationInfo),
        },
      }),
    ],
  });
}

function needVerifiedUser(info: { readonly userVerified: boolean } | undefined): void {
  if (info?.userVerified === true) return;
  throw new APIError("UNAUTHORIZED", { code: "USER_NOT_VERIFIED", message: "The device did not check who holds it." });
}

const passkeySchema = z.object({ id: z.string(), userId: z.string() });

/** A passkey is written together with its entry in the audit log, or not at all. */
function adapterOf(context: Context) {
  return (options: BetterAuthOptions): DBAdapter => {
    const adapter = adapterOn(context.database)(options);
    async function create<T extends object, R = T>(input: Parameters<typeof adapter.create<T, R>>[0]): Promise<R> {
      if (input.model !== "passkey") return adapter.create<T, R>(input);
      try {
        return await context.database.transaction(async (tx) => {
          const made = await adapterOn(tx)(options).create<T, R>(input);
          const { id: passkeyId, userId: personId } = passkeySchema.parse(made);
          await recordPasskey(context, tx, { personId, passkeyId });
          return made;
        });
      } catch (error) {
        // The library would tell of every failure here as of a device whose answer does not fit, and of nothing to us.
        context.log.error({ error }, "a passkey was not saved");
        throw new APIError("INTERNAL_SERVER_ERROR", { code: "PASSKEY_NOT_SAVED" });
      }
    }
    return { ...adapter, create };
  };
}
