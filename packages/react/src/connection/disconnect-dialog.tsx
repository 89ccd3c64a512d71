import type { Connection, DisconnectData } from "@punctual/contract";
import { useState } from "react";
import { useDisconnect } from "../data/connection.ts";
import { Button } from "../ui/button.tsx";
import { Radio } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { reasonOf } from "../ui/error-state.tsx";
import { notify } from "../ui/notify.ts";
import { Trouble } from "../ui/trouble.tsx";

/** What erasing takes away, exactly. */
const erased =
  "Sessions with their invitees and answers, messages that were to be sent about them, your event types, what Calendly delivered, and this connection. Messages that were sent stay with those who got them. It cannot be undone.";

/** Asks before a link is taken away, and what becomes of what was copied. */
export function DisconnectDialog(props: {
  readonly connection: Connection;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const disconnect = useDisconnect();
  const [data, setData] = useState<DisconnectData>("keep");
  const email = props.connection.account?.email ?? "your account";
  const close = () => {
    setData("keep");
    disconnect.reset();
    props.onOpenChange(false);
  };
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => (open ? props.onOpenChange(true) : close())}
      dismissible={!disconnect.isPending}
      title="Disconnect Calendly?"
      description={
        <ul className="grid list-disc gap-1 pl-5">
          <li>Access to {email} is given back at Calendly.</li>
          <li>Realtors can no longer book you here, and changes no longer arrive.</li>
          <li>Sessions already booked stay booked at Calendly.</li>
        </ul>
      }
      actions={
        <>
          <Button variant="quiet" disabled={disconnect.isPending} onClick={close}>
            Stay connected
          </Button>
          <Button
            variant="danger"
            busy={disconnect.isPending}
            busyLabel="Disconnecting"
            onClick={() =>
              disconnect.mutate(data, {
                onSuccess: () => {
                  notify.success("Calendly disconnected", data === "erase" ? { description: beingErased } : {});
                  close();
                },
              })
            }
          >
            {data === "erase" ? "Disconnect and erase" : "Disconnect"}
          </Button>
        </>
      }
    >
      <fieldset className="grid gap-1" disabled={disconnect.isPending}>
        <legend className="mb-1 text-sm font-medium text-ink">What becomes of what was copied here?</legend>
        <Radio
          name="data"
          label="Keep it"
          hint="Your sessions stay readable here, as they are now."
          checked={data === "keep"}
          onChange={() => setData("keep")}
        />
        <Radio
          name="data"
          label="Erase it for good"
          hint={erased}
          checked={data === "erase"}
          onChange={() => setData("erase")}
        />
      </fieldset>
      <Trouble>{disconnect.isError ? `Still connected. ${reasonOf(disconnect.error)}` : null}</Trouble>
    </Dialog>
  );
}

const beingErased = "What was copied is being erased.";

/** For a coach who disconnected and kept what was copied: have it erased after all. */
export function EraseDialog(props: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const disconnect = useDisconnect();
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      dismissible={!disconnect.isPending}
      title="Erase what was copied?"
      description={<p>{erased}</p>}
      actions={
        <>
          <Button variant="quiet" disabled={disconnect.isPending} onClick={() => props.onOpenChange(false)}>
            Keep it
          </Button>
          <Button
            variant="danger"
            busy={disconnect.isPending}
            busyLabel="Erasing"
            onClick={() =>
              disconnect.mutate("erase", {
                onSuccess: () => {
                  notify.success(beingErased);
                  props.onOpenChange(false);
                },
              })
            }
          >
            Erase it for good
          </Button>
        </>
      }
    >
      <Trouble>{disconnect.isError ? `Nothing was erased. ${reasonOf(disconnect.error)}` : null}</Trouble>
    </Dialog>
  );
}
