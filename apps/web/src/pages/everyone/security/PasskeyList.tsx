import type { Passkey } from "@punctual/contract";
import {
  Ago,
  Button,
  ErrorState,
  Loading,
  notify,
  reasonOf,
  Skeleton,
  TextField,
  Trouble,
  usePasskeys,
  useRemovePasskey,
} from "@punctual/react";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { addPasskey, canHavePasskeys, passkeySentence } from "../../../identity/passkey.ts";

/** One's passkeys, and the way to one more. */
export function PasskeyList() {
  const passkeys = usePasskeys();
  if (passkeys.isPending) {
    return (
      <Loading label="Loading your passkeys">
        <Skeleton className="h-10 w-full" />
      </Loading>
    );
  }
  if (passkeys.isError) {
    return (
      <ErrorState
        title="Your passkeys cannot be shown."
        error={passkeys.error}
        onRetry={() => void passkeys.refetch()}
        retrying={passkeys.isFetching}
      />
    );
  }
  return (
    <>
      {passkeys.data.items.length === 0 ? null : (
        <ul className="mb-5 divide-y border-y">
          {passkeys.data.items.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {canHavePasskeys() ? (
        <AddPasskey onAdded={() => void passkeys.refetch()} />
      ) : (
        <p className="text-sm text-ink-soft">This browser cannot make a passkey. Open Punctual in a newer one.</p>
      )}
    </>
  );
}

function Row({ passkey }: { readonly passkey: Passkey }) {
  const remove = useRemovePasskey();
  const name = passkey.name ?? "Passkey";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <span className="flex min-w-0 items-center gap-3">
        <KeyRound aria-hidden="true" className="size-4 shrink-0 text-ink-soft" strokeWidth={1.5} />
        <span className="min-w-0">
          <span className="block text-sm font-medium break-words">{name}</span>
          <span className="block text-sm text-ink-soft">
            {passkey.synced ? "On all devices of its account" : "On one device"} · added <Ago at={passkey.createdAt} />
          </span>
        </span>
      </span>
      <Button
        size="small"
        aria-label={`Remove ${name}`}
        busy={remove.isPending}
        busyLabel="Removing"
        onClick={() =>
          remove.mutate(passkey.id, {
            onSuccess: () =>
              notify.success("Passkey removed", {
                description: "Your device may still offer it; it opens nothing here.",
              }),
            onError: (error) => notify.error("Not removed", { description: reasonOf(error) }),
          })
        }
      >
        Remove
      </Button>
    </li>
  );
}

function AddPasskey({ onAdded }: { readonly onAdded: () => void }) {
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState<string | null>(null);

  async function add(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setSentence(null);
    const outcome = await addPasskey(String(new FormData(form).get("name") ?? "").trim());
    setBusy(false);
    setSentence(passkeySentence(outcome));
    if (outcome.kind !== "done") return;
    form.reset();
    notify.success("Passkey added", { description: "Use it the next time that you sign in." });
    onAdded();
  }

  return (
    <form noValidate onSubmit={(event) => void add(event)} className="flex flex-col gap-3">
      <TextField
        label="What do you call this device?"
        name="name"
        autoComplete="off"
        maxLength={60}
        placeholder="My phone"
      />
      <Trouble>{sentence}</Trouble>
      <div>
        <Button type="submit" busy={busy} busyLabel="Waiting for your device" className="max-sm:w-full">
          Add a passkey
        </Button>
      </div>
    </form>
  );
}
