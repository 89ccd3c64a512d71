import type { Member, Role } from "@punctual/contract";
import {
  Ago,
  Button,
  Dialog,
  firstNameOf,
  LoadingLines,
  notify,
  Radio,
  reasonOf,
  TextField,
  Trouble,
  useChangeRole,
  useEndMemberLogins,
  useReinstateMember,
  useSuspendMember,
} from "@punctual/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { StateBadge } from "./MemberList.tsx";
import { roleHints, roles, roleWords } from "./member-words.ts";

/** One person: what they are, and what an admin can do about it. */
export function MemberDialog(props: {
  /** Null when the list does not hold them. */
  readonly member: Member | null;
  readonly loading: boolean;
  readonly onClose: () => void;
}) {
  const { member } = props;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={member?.name ?? "Person"}
      description={
        member === null ? undefined : (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="break-all">{member.email}</span>
            <StateBadge member={member} />
          </span>
        )
      }
    >
      {member !== null ? (
        <Details member={member} />
      ) : props.loading ? (
        <LoadingLines label="Loading the person" />
      ) : (
        <p className="text-sm text-ink-soft">
          This person is not in the list as it is narrowed now. Close this, and search for them.
        </p>
      )}
    </Dialog>
  );
}

function Details({ member }: { readonly member: Member }) {
  return (
    <div className="flex flex-col gap-6 text-sm">
      <p className="text-ink-soft">
        Joined <Ago at={member.joinedAt} />
        {member.lastSeenAt === null ? null : (
          <>
            , last seen <Ago at={member.lastSeenAt} />
          </>
        )}
        .{member.emailVerified ? null : " The address is not verified: bookings are not matched to it yet."}
      </p>
      {member.self ? (
        <p className="rounded-md bg-waiting-soft px-4 py-3 text-waiting">
          This is you. Another admin changes your role or keeps you out; your password is under Settings.
        </p>
      ) : (
        <>
          <RoleForm member={member} />
          <Access member={member} />
        </>
      )}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-t pt-5">
      <h3 className="mb-2 font-medium">{title}</h3>
      {children}
    </section>
  );
}

function RoleForm({ member }: { readonly member: Member }) {
  const change = useChangeRole();
  const [role, setRole] = useState<Role>(member.role);
  return (
    <Section title="Role">
      <fieldset className="grid gap-1" disabled={change.isPending}>
        <legend className="sr-only">Role of {member.name}</legend>
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
      <Trouble className="mt-2">{change.isError ? `The role stays. ${reasonOf(change.error)}` : null}</Trouble>
      <Button
        size="small"
        className="mt-3"
        disabled={role === member.role}
        busy={change.isPending}
        busyLabel="Changing"
        onClick={() =>
          change.mutate(
            { memberId: member.id, role },
            {
              onSuccess: () =>
                notify.success(`${member.name} is ${roleWords[role].toLowerCase()} now`, {
                  description: "It holds from their next click on.",
                }),
            },
          )
        }
      >
        Change the role
      </Button>
    </Section>
  );
}

function Access({ member }: { readonly member: Member }) {
  if (member.state === "suspended") return <Reinstate member={member} />;
  return (
    <>
      <SignOut member={member} />
      <Suspend member={member} />
    </>
  );
}

function SignOut({ member }: { readonly member: Member }) {
  const end = useEndMemberLogins();
  const name = firstNameOf(member.name);
  return (
    <Section title="Signed in">
      <p className="text-ink-soft">Was a device lost? {name} is signed out everywhere, and signs in again.</p>
      <Trouble className="mt-2">{end.isError ? `${name} is still signed in. ${reasonOf(end.error)}` : null}</Trouble>
      <Button
        size="small"
        className="mt-3"
        busy={end.isPending}
        busyLabel="Signing out"
        onClick={() =>
          end.mutate(member.id, { onSuccess: () => notify.success(`${member.name} is signed out everywhere`) })
        }
      >
        Sign {name} out everywhere
      </Button>
    </Section>
  );
}

function Suspend({ member }: { readonly member: Member }) {
  const suspend = useSuspendMember();
  const [missing, setMissing] = useState(false);
  const name = firstNameOf(member.name);

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    setMissing(reason === "");
    if (reason === "" || suspend.isPending) return;
    suspend.mutate(
      { memberId: member.id, reason },
      {
        onSuccess: () =>
          notify.success(`${member.name} is kept out`, {
            description: "Nothing of theirs is lost. You can let them in again.",
          }),
      },
    );
  }

  return (
    <Section title="Keep out">
      <p className="text-ink-soft">
        {name} is signed out at once and cannot come back until you say so.
        {member.role === "coach" ? " Realtors no longer see them; sessions that are booked stay booked." : ""}
      </p>
      <form noValidate onSubmit={send} className="mt-3 flex flex-col gap-3">
        <TextField
          label="Why?"
          name="reason"
          maxLength={500}
          autoComplete="off"
          hint="For the audit log. They are not told."
          error={missing ? "Write why, so that other admins can follow it later." : null}
        />
        <Trouble className="mt-2">
          {suspend.isError ? `${name} can still come in. ${reasonOf(suspend.error)}` : null}
        </Trouble>
        <div>
          <Button type="submit" variant="danger" size="small" busy={suspend.isPending} busyLabel="Suspending">
            Suspend {name}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function Reinstate({ member }: { readonly member: Member }) {
  const reinstate = useReinstateMember();
  const name = firstNameOf(member.name);
  return (
    <Section title="Kept out">
      <p className="text-ink-soft">
        {member.suspendedAt === null ? null : (
          <>
            {name} was suspended <Ago at={member.suspendedAt} />.{" "}
          </>
        )}
        The audit log says why.
      </p>
      <Trouble className="mt-2">
        {reinstate.isError ? `${name} is still kept out. ${reasonOf(reinstate.error)}` : null}
      </Trouble>
      <Button
        size="small"
        variant="primary"
        className="mt-3"
        busy={reinstate.isPending}
        busyLabel="Letting in"
        onClick={() =>
          reinstate.mutate(member.id, { onSuccess: () => notify.success(`${member.name} may come in again`) })
        }
      >
        Let {name} in again
      </Button>
    </Section>
  );
}
