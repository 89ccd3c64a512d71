import type { OutgoingEndpoint, OutgoingKind } from "@punctual/contract";
import {
  Button,
  Checkbox,
  Dialog,
  notify,
  reasonOf,
  TextField,
  Trouble,
  useCreateEndpoint,
  useUpdateEndpoint,
} from "@punctual/react";
import { type FormEvent, useId, useState } from "react";
import { kinds, kindWords } from "./service-words.ts";

/** Where messages go and which: for a new endpoint, whose secret is then shown once, or for one that is there. */
export function EndpointForm(props: {
  readonly endpoint?: OutgoingEndpoint;
  readonly onSecret: (secret: string) => void;
  readonly onClose: () => void;
}) {
  const { endpoint, onSecret, onClose } = props;
  const form = useId();
  const create = useCreateEndpoint();
  const update = useUpdateEndpoint();
  const [chosen, setChosen] = useState<readonly OutgoingKind[]>(endpoint?.kinds ?? kinds);
  const [missing, setMissing] = useState({ url: false, kinds: false });
  const isBusy = create.isPending || update.isPending;
  const error = create.error ?? update.error;

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const url = String(data.get("url") ?? "").trim();
    const description = String(data.get("description") ?? "").trim();
    const lacks = { url: !URL.canParse(url), kinds: chosen.length === 0 };
    setMissing(lacks);
    if (lacks.url || lacks.kinds || isBusy) return;
    const wanted = { url, description, kinds: [...chosen] };
    if (endpoint === undefined) create.mutate(wanted, { onSuccess: ({ secret }) => onSecret(secret) });
    else {
      update.mutate(
        { endpointId: endpoint.id, ...wanted },
        {
          onSuccess: () => {
            notify.success("Saved", { description: "It holds for what happens from now on." });
            onClose();
          },
        },
      );
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      dismissible={!isBusy}
      title={endpoint === undefined ? "Add an endpoint" : "Change the endpoint"}
      description="Each message is posted there as JSON, signed by the rules of Standard Webhooks."
      actions={
        <>
          <Button variant="quiet" disabled={isBusy} onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={form} variant="primary" busy={isBusy} busyLabel="Saving">
            {endpoint === undefined ? "Add the endpoint" : "Save"}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={save} className="flex flex-col gap-5">
        <TextField
          label="Address"
          name="url"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2000}
          defaultValue={endpoint?.url}
          placeholder="https://hooks.example.com/punctual"
          error={missing.url ? "Write the whole address, for example https://hooks.example.com/punctual." : null}
        />
        <TextField
          label="What is there?"
          name="description"
          autoComplete="off"
          maxLength={200}
          defaultValue={endpoint?.description}
          hint="For whoever looks at this list later."
        />
        <fieldset className="flex flex-col items-start">
          <legend className="mb-1 text-sm font-medium">Tell it when</legend>
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              label={kindWords[kind]}
              hint={<code className="text-xs">{kind}</code>}
              checked={chosen.includes(kind)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind))
              }
            />
          ))}
          <Trouble>{missing.kinds ? "Choose at least one." : null}</Trouble>
        </fieldset>
        <Trouble>{error === null ? null : `Nothing was saved. ${reasonOf(error)}`}</Trouble>
      </form>
    </Dialog>
  );
}
