import type { LoginInfo } from "@punctual/contract";
import {
  Ago,
  Badge,
  Button,
  ErrorState,
  Loading,
  notify,
  reasonOf,
  Skeleton,
  useEndLogin,
  useEndOtherLogins,
  useLogins,
} from "@punctual/react";

/** Every place where one is signed in; this one first in words, the others can be ended. */
export function LoginList() {
  const logins = useLogins();
  const endOthers = useEndOtherLogins();
  if (logins.isPending) {
    return (
      <Loading label="Loading where you are signed in" className="flex flex-col gap-4">
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-10 w-full" />
      </Loading>
    );
  }
  if (logins.isError) {
    return (
      <ErrorState
        title="This cannot be shown."
        error={logins.error}
        onRetry={() => void logins.refetch()}
        retrying={logins.isFetching}
      />
    );
  }
  const { items } = logins.data;
  return (
    <>
      <ul className="divide-y border-y">
        {items.map((login) => (
          <Row key={login.id} login={login} />
        ))}
      </ul>
      {items.length < 2 ? (
        <p className="mt-3 text-sm text-ink-soft">You are signed in nowhere else.</p>
      ) : (
        <Button
          className="mt-4 max-sm:w-full"
          busy={endOthers.isPending}
          busyLabel="Signing out"
          onClick={() =>
            endOthers.mutate(undefined, {
              onSuccess: ({ ended }) =>
                notify.success(ended === 1 ? "Signed out in 1 other place" : `Signed out in ${ended} other places`),
              onError: (error) => notify.error("Not signed out", { description: reasonOf(error) }),
            })
          }
        >
          Sign out everywhere else
        </Button>
      )}
    </>
  );
}

function Row({ login }: { readonly login: LoginInfo }) {
  const end = useEndLogin();
  const device = login.device ?? "A device that did not say what it is";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <span className="min-w-0">
        <span className="block text-sm font-medium">{device}</span>
        <span className="block text-sm text-ink-soft">
          {login.address === null ? null : <>{login.address} · </>}
          signed in <Ago at={login.startedAt} />
          {login.current ? null : (
            <>
              , last seen <Ago at={login.lastSeenAt} />
            </>
          )}
        </span>
      </span>
      {login.current ? (
        <Badge tone="confirmed">This device</Badge>
      ) : (
        <Button
          size="small"
          aria-label={`Sign out: ${device}`}
          busy={end.isPending}
          busyLabel="Signing out"
          onClick={() =>
            end.mutate(login.id, {
              onSuccess: () => notify.success("Signed out there"),
              onError: (error) => notify.error("Not signed out", { description: reasonOf(error) }),
            })
          }
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
