import type { ApiKey } from "@punctual/contract";
import {
  Ago,
  Badge,
  Button,
  Dialog,
  Fact,
  Facts,
  notify,
  reasonOf,
  Select,
  TextArea,
  Trouble,
  useRevokeApiKey,
  type useRotateApiKey,
  When,
} from "@punctual/react";
import { type FormEvent, useState } from "react";
import { keyStateTones, keyStateWords, keyTrouble } from "./service-words.ts";

const overlaps = [
  { hours: 0, label: "Not at all" },
  { hours: 1, label: "For an hour" },
  { hours: 24, label: "For a day" },
  { hours: 168, label: "For 7 days, the longest" },
] as const;

/** One key: what it may do, and how it is replaced or ended. */
export function KeyDialog(props: {
  readonly apiKey: ApiKey;
  readonly rotate: ReturnType<typeof useRotateApiKey>;
  readonly onClose: () => void;
}) {
  const { apiKey, rotate, onClose } = props;
  const isOver = apiKey.state === "revoked" || apiKey.state === "expired";
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      dismissible={!rotate.isPending}
      title={apiKey.name}
      description={keyTrouble(apiKey)}
    >
      <Facts>
        <Fact name="State">
          <Badge tone={keyStateTones[apiKey.state]}>{keyStateWords[apiKey.state]}</Badge>
        </Fact>
        <Fact name="May">
          <span className="flex flex-wrap gap-x-3 gap-y-1">
            {apiKey.scopes.map((scope) => (
              <code key={scope} className="text-xs">
                {scope}
              </code>
            ))}
          </span>
        </Fact>
        <Fact name="Acts for">{apiKey.person.name}</Fact>
        <Fact name={apiKey.kind === "signature" ? "Signs as" : "Begins with"}>
          <code className="text-xs break-all">{apiKey.kind === "signature" ? apiKey.id : `${apiKey.prefix}…`}</code>
        </Fact>
        <Fact name="Made">
          <Ago at={apiKey.createdAt} />
        </Fact>
        <Fact name="Ends">
          <When startAt={apiKey.expiresAt} over={isOver} />
        </Fact>
        <Fact name="Last used">{apiKey.lastUsedAt === null ? "never" : <Ago at={apiKey.lastUsedAt} />}</Fact>
      </Facts>
      {isOver ? null : (
        <>
          <Replace apiKey={apiKey} rotate={rotate} />
          <Revoke apiKey={apiKey} onDone={onClose} />
        </>
      )}
    </Dialog>
  );
}

function Replace(props: { readonly apiKey: ApiKey; readonly rotate: ReturnType<typeof useRotateApiKey> }) {
  const { apiKey, rotate } = props;
  const [missing, setMissing] = useState(false);
  const signs = apiKey.kind === "signature";

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const publicKey = String(data.get("publicKey") ?? "").trim();
    setMissing(signs && publicKey === "");
    if ((signs && publicKey === "") || rotate.isPending) return;
    rotate.mutate({
      keyId: apiKey.id,
      overlapHours: Number(data.get("overlap")),
      ...(signs ? { publicKey } : {}),
    });
  }

  return (
    <form noValidate onSubmit={save} className="mt-6 flex flex-col gap-4 border-t pt-5">
      <div>
        <h3 className="text-sm font-medium">Replace it</h3>
        <p className="mt-1 text-sm text-ink-soft">
          A new key of the same name, scopes and lifetime, which acts for you. The old one can go on beside it until the
          service has changed over.
        </p>
      </div>
      {signs ? (
        <TextArea
          label="The new public key"
          name="publicKey"
          rows={4}
          spellCheck={false}
          maxLength={1000}
          className="font-mono"
          error={missing ? "Paste the Ed25519 public key in PEM form." : null}
        />
      ) : null}
      <div className="flex flex-wrap items-end gap-3">
        <Select label="The old key goes on" name="overlap" defaultValue="24" className="min-w-48 flex-1">
          {overlaps.map(({ hours, label }) => (
            <option key={hours} value={hours}>
              {label}
            </option>
          ))}
        </Select>
        <Button type="submit" busy={rotate.isPending} busyLabel="Replacing">
          Replace the key
        </Button>
      </div>
      <Trouble>{rotate.isError ? `The key stays as it is. ${reasonOf(rotate.error)}` : null}</Trouble>
    </form>
  );
}

function Revoke({ apiKey, onDone }: { readonly apiKey: ApiKey; readonly onDone: () => void }) {
  const revoke = useRevokeApiKey();
  const press = () =>
    revoke.mutate(apiKey.id, {
      onSuccess: () => {
        notify.success(`${apiKey.name} is revoked`, { description: "Its next request is refused." });
        onDone();
      },
      onError: (error) => notify.error("The key goes on", { description: reasonOf(error) }),
    });
  return (
    <section className="mt-6 border-t pt-5">
      <h3 className="text-sm font-medium">Revoke it</h3>
      <p className="mt-1 mb-3 text-sm text-ink-soft">
        Was it lost, or is it not needed? It stops at once and cannot come back.
      </p>
      <Button variant="danger" busy={revoke.isPending} busyLabel="Revoking" onClick={press}>
        Revoke the key
      </Button>
    </section>
  );
}
