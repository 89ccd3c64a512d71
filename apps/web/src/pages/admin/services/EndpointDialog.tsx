import type { OutgoingEndpoint } from "@punctual/contract";
import {
  Ago,
  Button,
  Dialog,
  notify,
  reasonOf,
  Switch,
  useRemoveEndpoint,
  useRotateSecret,
  useTestEndpoint,
  useUpdateEndpoint,
  When,
} from "@punctual/react";
import { KeyRound, Pencil, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { EndpointForm } from "./EndpointForm.tsx";
import { MessageList } from "./MessageList.tsx";
import { shortUrl } from "./service-words.ts";

/** One endpoint: whether messages reach it, which they were, and what can be done about it. */
export function EndpointDialog(props: {
  readonly endpoint: OutgoingEndpoint;
  readonly onSecret: (secret: string) => void;
  readonly onClose: () => void;
}) {
  const { endpoint, onSecret, onClose } = props;
  const rotate = useRotateSecret();
  const [step, setStep] = useState<"look" | "change" | "remove">("look");
  if (step === "change")
    return <EndpointForm endpoint={endpoint} onSecret={onSecret} onClose={() => setStep("look")} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={<span className="break-all">{shortUrl(endpoint.url)}</span>}
      description={endpoint.description === "" ? undefined : endpoint.description}
    >
      <State endpoint={endpoint} />
      <div className="mt-4 flex flex-wrap gap-2">
        <Test endpoint={endpoint} />
        <Button size="small" icon={<Pencil strokeWidth={1.5} />} onClick={() => setStep("change")}>
          Change
        </Button>
        <Button
          size="small"
          icon={<KeyRound strokeWidth={1.5} />}
          busy={rotate.isPending}
          busyLabel="Making"
          onClick={() =>
            rotate.mutate(endpoint.id, {
              onSuccess: ({ secret }) => onSecret(secret),
              onError: (error) => notify.error("The secret stays", { description: reasonOf(error) }),
            })
          }
        >
          New secret
        </Button>
        <Button size="small" variant="quiet" icon={<Trash2 strokeWidth={1.5} />} onClick={() => setStep("remove")}>
          Remove
        </Button>
      </div>
      {step === "remove" ? <Remove endpoint={endpoint} onStay={() => setStep("look")} onDone={onClose} /> : null}
      <p className="mt-3 text-sm text-ink-soft">
        {endpoint.previousSecretUntil === null ? (
          "After a new secret, messages are signed by both for 24 hours."
        ) : (
          <>
            Messages are signed by the former secret too, until <When startAt={endpoint.previousSecretUntil} />
          </>
        )}
      </p>
      <MessageList endpointId={endpoint.id} />
    </Dialog>
  );
}

function State({ endpoint }: { readonly endpoint: OutgoingEndpoint }) {
  const update = useUpdateEndpoint();
  const press = (enabled: boolean) =>
    update.mutate(
      { endpointId: endpoint.id, enabled },
      { onError: (error) => notify.error("It stays as it is", { description: reasonOf(error) }) },
    );
  const hint = endpoint.enabled ? (
    endpoint.failingSince === null ? (
      "What happens is posted there."
    ) : (
      <>
        Every attempt fails; it began <Ago at={endpoint.failingSince} />. After 5 days it is switched off.
      </>
    )
  ) : (
    (endpoint.trouble ?? "It is told nothing, and what waited for it was given up.")
  );
  return (
    <Switch
      label={endpoint.enabled ? "On" : "Off"}
      hint={hint}
      checked={endpoint.enabled}
      disabled={update.isPending}
      onChange={(event) => press(event.target.checked)}
    />
  );
}

function Test({ endpoint }: { readonly endpoint: OutgoingEndpoint }) {
  const test = useTestEndpoint();
  return (
    <Button
      size="small"
      icon={<Send strokeWidth={1.5} />}
      disabled={!endpoint.enabled}
      busy={test.isPending}
      busyLabel="Sending"
      onClick={() =>
        test.mutate(endpoint.id, {
          onSuccess: () =>
            notify.success("A test is on its way", { description: "The list below says if it arrived." }),
          onError: (error) => notify.error("No test was sent", { description: reasonOf(error) }),
        })
      }
    >
      Send a test
    </Button>
  );
}

function Remove(props: {
  readonly endpoint: OutgoingEndpoint;
  readonly onStay: () => void;
  readonly onDone: () => void;
}) {
  const remove = useRemoveEndpoint();
  const press = () =>
    remove.mutate(props.endpoint.id, {
      onSuccess: () => {
        notify.success("Removed", { description: "It is told nothing more." });
        props.onDone();
      },
      onError: (error) => notify.error("It is still there", { description: reasonOf(error) }),
    });
  return (
    <div className="mt-4 flex flex-col gap-3 rounded-md bg-canceled-soft px-4 py-3 text-sm text-canceled">
      Its secret and the list of its messages go for good. What waits is not sent.
      <span className="flex flex-wrap gap-2">
        <Button size="small" variant="danger" busy={remove.isPending} busyLabel="Removing" onClick={press}>
          Remove it
        </Button>
        <Button size="small" disabled={remove.isPending} onClick={props.onStay}>
          Keep it
        </Button>
      </span>
    </div>
  );
}
