import type { Role } from "@punctual/contract";
import { Button, Dialog, notify, Radio, reasonOf, TextField, Trouble, useInvite } from "@punctual/react";
import { type FormEvent, useId, useState } from "react";
import { roleHints, roles, roleWords } from "./member-words.ts";

/** Who is to come in, and as what. What was written stays when it is refused. */
export function InviteDialog(props: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const form = useId();
  const invite = useInvite();
  const [role, setRole] = useState<Role>("realtor");
  const [missing, setMissing] = useState({ name: false, email: false });

  function close(): void {
    invite.reset();
    setMissing({ name: false, email: false });
    props.onOpenChange(false);
  }

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const name = String(data.get("name") ?? "").trim();
    const email = String(data.get("email") ?? "").trim();
    const lacks = { name: name === "", email: !/^\S+@\S+$/.test(email) };
    setMissing(lacks);
    if (lacks.name || lacks.email || invite.isPending) return;
    invite.mutate(
      { name, email, role },
      {
        onSuccess: () => {
          notify.success(`${name} is invited`, { description: `The link to ${email} is good for 7 days.` });
          close();
        },
      },
    );
  }

  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => (open ? props.onOpenChange(true) : close())}
      dismissible={!invite.isPending}
      title="Invite someone"
      description="They get a mail with a link, and choose their own password."
      actions={
        <>
          <Button variant="quiet" disabled={invite.isPending} onClick={close}>
            Not now
          </Button>
          <Button type="submit" form={form} variant="primary" busy={invite.isPending} busyLabel="Sending">
            Send the invitation
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={send} className="flex flex-col gap-5">
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          maxLength={120}
          error={missing.name ? "Write their name, as others are to see it." : null}
        />
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          hint="For a realtor: the address that they book with at Calendly."
          error={missing.email ? "Write the whole address, for example maya@northside.example." : null}
        />
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-medium">As what?</legend>
          {roles.map((each) => (
            <Radio
              key={each}
              name="role"
              label={roleWords[each]}
              hint={roleHints[each]}
              checked={role === each}
              onChange={() => setRole(each)}
            />
          ))}
        </fieldset>
        <Trouble>{invite.isError ? `Nobody was invited. ${reasonOf(invite.error)}` : null}</Trouble>
      </form>
    </Dialog>
  );
}
