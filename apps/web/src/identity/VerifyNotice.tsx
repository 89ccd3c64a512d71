import { notify, reasonOf, TextButton, useSendVerification } from "@punctual/react";
import { MailQuestion } from "lucide-react";
import { useConfig } from "./queries.ts";

/** For somebody whose address is not verified yet: what that keeps from them, and the way out. */
export default function VerifyNotice() {
  const { identity } = useConfig();
  const send = useSendVerification();
  if (!identity.passwords) return null;
  return (
    <p className="flex items-start gap-2 bg-attention-soft px-4 py-2 text-sm text-attention sm:justify-center">
      <MailQuestion aria-hidden="true" className="mt-0.5 size-4 shrink-0" strokeWidth={1.5} />
      <span>
        {send.isSuccess ? (
          <>A link is on its way to {send.data.email}. It works once, for a day.</>
        ) : (
          <>
            Your e-mail address is not verified yet, so bookings made with it are not shown.{" "}
            <TextButton
              className="text-attention!"
              disabled={send.isPending}
              onClick={() =>
                send.mutate(undefined, {
                  onError: (error) => notify.error("No mail was sent", { description: reasonOf(error) }),
                })
              }
            >
              Send me the link
            </TextButton>
          </>
        )}
      </span>
    </p>
  );
}
