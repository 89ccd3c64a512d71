import { Button, ErrorState } from "@punctual/react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLinkSecret } from "../../identity/link-secret.ts";
import { api } from "../../identity/queries.ts";
import { BrokenLink, isLinkOver } from "./BrokenLink.tsx";
import { LinkFrame } from "./LinkFrame.tsx";
import { quietLink } from "./quiet-link.ts";

/** Proves an address by the link of a mail. By a press: programs that look through mail open links by themselves. */
export function VerifyEmailPage() {
  const secret = useLinkSecret();
  const verify = useMutation({ mutationFn: () => api.verifyEmail({ body: { secret } }) });
  const onward = (
    <Link to="/" className={quietLink}>
      Go to Punctual
    </Link>
  );
  if (secret === "" || isLinkOver(verify.error)) {
    return <BrokenLink title="This link no longer works" error={verify.error} wayOut={onward} />;
  }
  if (verify.isSuccess) {
    return (
      <LinkFrame
        title="Your address is verified"
        lead={
          <p role="status">
            Bookings made with <span className="break-all text-ink">{verify.data.email}</span> are yours to see.
          </p>
        }
      >
        {onward}
      </LinkFrame>
    );
  }
  return (
    <LinkFrame
      title="Verify your e-mail address"
      lead="One press, and bookings made with this address are yours to see."
    >
      {verify.isError ? (
        <ErrorState
          title="The address is not verified yet."
          error={verify.error}
          onRetry={() => verify.mutate()}
          retrying={verify.isPending}
        />
      ) : (
        <Button
          variant="primary"
          busy={verify.isPending}
          busyLabel="Verifying"
          onClick={() => verify.mutate()}
          className="w-full"
        >
          Verify my address
        </Button>
      )}
    </LinkFrame>
  );
}
