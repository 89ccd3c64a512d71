import type { Role } from "@punctual/contract";
import { Button, ErrorState, Loading, reasonOf, Skeleton, TextField, Trouble } from "@punctual/react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useLinkSecret } from "../../identity/link-secret.ts";
import { passwordTrouble } from "../../identity/password-rules.ts";
import { api } from "../../identity/queries.ts";
import { signIn } from "../../identity/sign-in.ts";
import { BrokenLink, isLinkOver } from "./BrokenLink.tsx";
import { LinkFrame } from "./LinkFrame.tsx";
import { quietLink } from "./quiet-link.ts";

const asWhat: Record<Role, string> = { coach: "a coach", realtor: "a realtor", admin: "an admin" };

/** The invited person makes their account, and is signed in by that. */
export function InvitationPage() {
  const secret = useLinkSecret();
  const invitation = useQuery({
    queryKey: ["invitation", secret],
    queryFn: ({ signal }) => api.openInvitation({ body: { secret } }, { signal }),
    enabled: secret !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  const wayOut = (
    <>
      <p className="text-sm text-ink-soft">Ask the person who invited you for a new one.</p>
      <Link to="/sign-in" className={`${quietLink} mt-4`}>
        I have an account: sign in
      </Link>
    </>
  );
  if (secret === "" || isLinkOver(invitation.error)) {
    return <BrokenLink title="This invitation no longer works" error={invitation.error} wayOut={wayOut} />;
  }
  if (invitation.isError) {
    return (
      <LinkFrame title="Your invitation">
        <ErrorState
          title="It cannot be opened just now."
          error={invitation.error}
          onRetry={() => void invitation.refetch()}
          retrying={invitation.isFetching}
        />
      </LinkFrame>
    );
  }
  if (invitation.isPending) {
    return (
      <LinkFrame title="Your invitation">
        <Loading label="Opening your invitation" className="flex flex-col gap-4">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-11 w-full" />
          <Skeleton className="h-11 w-full" />
        </Loading>
      </LinkFrame>
    );
  }
  const { name, email, role } = invitation.data;
  return (
    <LinkFrame
      title={`Welcome, ${name}`}
      lead={
        <p>
          You are invited as {asWhat[role]}. You sign in with <span className="break-all text-ink">{email}</span> and
          the password that you choose now.
        </p>
      }
    >
      <AccountForm secret={secret} name={name} />
    </LinkFrame>
  );
}

function AccountForm(props: { readonly secret: string; readonly name: string }) {
  const router = useRouter();
  const [errors, setErrors] = useState<{ readonly name: string | null; readonly password: string | null }>({
    name: null,
    password: null,
  });
  const accept = useMutation({
    mutationFn: async ({ name, password }: { readonly name: string; readonly password: string }) => {
      const { email } = await api.acceptInvitation({ body: { secret: props.secret, name, password } });
      return signIn({ email, password });
    },
    onSuccess: (outcome) =>
      // The account is there; if signing in did not work at once, it is tried on the page for it.
      router.navigate(outcome.kind === "signed_in" ? { to: "/", replace: true } : { to: "/sign-in", replace: true }),
  });

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const name = String(data.get("name") ?? "").trim();
    const password = String(data.get("password") ?? "");
    const found = {
      name: name === "" ? "Write your name, as others are to see it." : null,
      password: passwordTrouble(password),
    };
    setErrors(found);
    if (found.name === null && found.password === null && !accept.isPending) accept.mutate({ name, password });
  }

  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-5">
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        maxLength={120}
        defaultValue={props.name}
        error={errors.name}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters."
        error={errors.password}
      />
      <Trouble>{accept.isError ? `There is no account yet. ${reasonOf(accept.error)}` : null}</Trouble>
      <Button
        type="submit"
        variant="primary"
        busy={accept.isPending}
        busyLabel="Making your account"
        className="w-full"
      >
        Make my account
      </Button>
    </form>
  );
}
