import type { ApiScope } from "@punctual/contract";
import {
  Button,
  Checkbox,
  Dialog,
  reasonOf,
  Select,
  TextArea,
  TextField,
  Trouble,
  type useCreateApiKey,
} from "@punctual/react";
import { type FormEvent, useId, useState } from "react";
import { scopes, scopeWords } from "./service-words.ts";

const lifetimes = [
  { days: 30, label: "30 days" },
  { days: 90, label: "90 days" },
  { days: 180, label: "Half a year" },
  { days: 365, label: "A year, the longest" },
] as const;

/** What the key is for, what it may do and for how long. */
export function NewKeyDialog(props: {
  readonly create: ReturnType<typeof useCreateApiKey>;
  readonly onClose: () => void;
}) {
  const { create, onClose } = props;
  const form = useId();
  const [chosen, setChosen] = useState<readonly ApiScope[]>([]);
  const [signs, setSigns] = useState(false);
  const [missing, setMissing] = useState({ name: false, scopes: false, publicKey: false });

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const name = String(data.get("name") ?? "").trim();
    const publicKey = String(data.get("publicKey") ?? "").trim();
    const lacks = { name: name === "", scopes: chosen.length === 0, publicKey: signs && publicKey === "" };
    setMissing(lacks);
    if (Object.values(lacks).some(Boolean) || create.isPending) return;
    create.mutate({
      name,
      scopes: [...chosen],
      expiresInDays: Number(data.get("days")),
      ...(signs ? { publicKey } : {}),
    });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      dismissible={!create.isPending}
      title="Make a key"
      description="It acts in your name and can do only what you allow here. It ends when you are no admin any more."
      actions={
        <>
          <Button variant="quiet" disabled={create.isPending} onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={form} variant="primary" busy={create.isPending} busyLabel="Making">
            Make the key
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={save} className="flex flex-col gap-5">
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          maxLength={120}
          hint="What uses it, so that everybody knows what stops when it ends."
          error={missing.name ? "Write what uses the key, for example Weekly report." : null}
        />
        <fieldset className="grid gap-x-6 sm:grid-cols-2">
          <legend className="mb-1 text-sm font-medium">What may it do?</legend>
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              label={scopeWords[scope]}
              hint={<code className="text-xs">{scope}</code>}
              checked={chosen.includes(scope)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))
              }
            />
          ))}
          <Trouble className="sm:col-span-2">{missing.scopes ? "Choose at least one." : null}</Trouble>
        </fieldset>
        <Select label="For how long?" name="days" defaultValue="90">
          {lifetimes.map(({ days, label }) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </Select>
        <div>
          <Checkbox
            label="It signs its requests instead of sending a secret"
            hint="HTTP Message Signatures with an Ed25519 key pair of its own. Nothing secret ever leaves the service."
            checked={signs}
            onChange={(event) => setSigns(event.target.checked)}
          />
          {signs ? (
            <TextArea
              label="Its public key"
              name="publicKey"
              rows={4}
              spellCheck={false}
              autoComplete="off"
              maxLength={1000}
              placeholder="-----BEGIN PUBLIC KEY-----"
              className="mt-2 font-mono"
              error={missing.publicKey ? "Paste the Ed25519 public key in PEM form." : null}
            />
          ) : null}
        </div>
        <Trouble>{create.isError ? `No key was made. ${reasonOf(create.error)}` : null}</Trouble>
      </form>
    </Dialog>
  );
}
