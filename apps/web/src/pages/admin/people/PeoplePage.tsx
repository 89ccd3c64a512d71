import type { Role } from "@punctual/contract";
import { Button, PageHeader, SearchField, SegmentedControl, Select, useInvitations, useMembers } from "@punctual/react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { useConfig } from "../../../identity/queries.ts";
import type { PeopleSearch } from "../../../routing/search.ts";
import { useTitle } from "../../../shell/use-title.ts";
import { InvitationList } from "./InvitationList.tsx";
import { InviteDialog } from "./InviteDialog.tsx";
import { MemberDialog } from "./MemberDialog.tsx";
import { MemberList } from "./MemberList.tsx";
import { roles, roleWords } from "./member-words.ts";

/** Who is in the programme, as what, and who is on the way in. */
export function PeoplePage() {
  useTitle("People");
  const navigate = useNavigate();
  const { identity } = useConfig();
  const search = useSearch({ from: "/signed-in/people" });
  const [inviting, setInviting] = useState(false);
  const wanted = search.search?.trim() ?? "";
  const members = useMembers({
    ...(wanted === "" ? {} : { search: wanted }),
    ...(search.role === undefined ? {} : { role: search.role }),
    ...(search.state === undefined ? {} : { state: search.state }),
  });
  const invitations = useInvitations();
  const show = (next: PeopleSearch): void => void navigate({ to: "/people", search: next, replace: true });
  const { member: _, ...filters } = search;
  return (
    <>
      <PageHeader
        title="People"
        lead="Who is in the programme, as what, and who may come in."
        actions={
          identity.invitations ? (
            <Button variant="primary" icon={<UserRoundPlus strokeWidth={1.5} />} onClick={() => setInviting(true)}>
              Invite someone
            </Button>
          ) : undefined
        }
      />
      {identity.invitations ? null : (
        <p className="mb-6 max-w-prose text-sm text-ink-soft">
          People are invited where they sign in, at Clerk. They appear here by themselves.
        </p>
      )}
      <InvitationList invitations={invitations} />
      <search className="mb-6 flex flex-wrap items-end gap-3">
        <SegmentedControl
          label="State"
          value={search.state ?? "all"}
          options={[
            { value: "all", label: "All" },
            { value: "active", label: "Active" },
            { value: "suspended", label: "Suspended" },
          ]}
          onChange={(state) => show({ ...filters, state: state === "all" ? undefined : state })}
          className="max-sm:w-full"
        />
        <Select
          label="Role"
          labelHidden
          value={search.role ?? ""}
          onChange={(event) => show({ ...filters, role: roleOf(event.target.value) })}
          className="w-full sm:w-40"
        >
          <option value="">Every role</option>
          {roles.map((role) => (
            <option key={role} value={role}>
              {roleWords[role]}
            </option>
          ))}
        </Select>
        <SearchField
          label="Search people"
          placeholder="Name or e-mail address"
          value={search.search ?? ""}
          onSearch={(text) => show({ ...filters, search: text || undefined })}
          className="w-full grow sm:w-auto sm:max-w-72"
        />
      </search>
      <MemberList members={members} search={search} onShowAll={() => show({})} />
      <InviteDialog open={inviting} onOpenChange={setInviting} />
      {search.member === undefined ? null : (
        <MemberDialog
          key={search.member}
          member={members.data?.pages.flatMap((page) => page.items).find(({ id }) => id === search.member) ?? null}
          loading={members.isPending}
          onClose={() => show(filters)}
        />
      )}
    </>
  );
}

function roleOf(value: string): Role | undefined {
  return roles.find((role) => role === value);
}
