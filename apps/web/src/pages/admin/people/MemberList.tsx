import type { Member } from "@punctual/contract";
import {
  Ago,
  Avatar,
  Badge,
  Button,
  EmptyState,
  ErrorState,
  Loading,
  ShowMore,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  type useMembers,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import type { PeopleSearch } from "../../../routing/search.ts";
import { roleWords } from "./member-words.ts";

/** The people, by name; a row opens what can be done about one. */
export function MemberList(props: {
  readonly members: ReturnType<typeof useMembers>;
  readonly search: PeopleSearch;
  readonly onShowAll: () => void;
}) {
  const { members, search } = props;
  const rows = members.data?.pages.flatMap((page) => page.items) ?? [];
  if (members.isPending) return <ListSkeleton />;
  if (members.isError && rows.length === 0) {
    return (
      <ErrorState
        title="The people cannot be shown."
        error={members.error}
        onRetry={() => void members.refetch()}
        retrying={members.isFetching}
      />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState
        title="Nobody matches."
        icon={<UsersRound />}
        action={<Button onClick={props.onShowAll}>Show everyone</Button>}
      />
    );
  }
  return (
    <div aria-busy={members.isPlaceholderData || undefined}>
      <MemberTable rows={rows} search={search} />
      <ul className="border-t md:hidden" data-walk="">
        {rows.map((member) => (
          <li key={member.id} className="border-b">
            <MemberLink member={member} search={search} className="flex gap-3 py-4 focus-visible:-outline-offset-2">
              <Avatar name={member.name} />
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center justify-between gap-2">
                  <span className="font-medium">{member.name}</span>
                  <StateBadge member={member} />
                </span>
                <span className="block text-sm break-words text-ink-soft">
                  {roleWords[member.role]} · {member.email}
                </span>
              </span>
            </MemberLink>
          </li>
        ))}
      </ul>
      <ShowMore pages={members} />
    </div>
  );
}

function MemberTable({ rows, search }: { readonly rows: readonly Member[]; readonly search: PeopleSearch }) {
  return (
    <div className="hidden md:block">
      <Table label="People">
        <TableHead>
          <tr>
            <TableHeader>Name</TableHeader>
            <TableHeader>E-mail address</TableHeader>
            <TableHeader>Role</TableHeader>
            <TableHeader>Last here</TableHeader>
            <TableHeader>State</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {rows.map((member) => (
            <TableRow key={member.id}>
              <TableCell>
                <MemberLink
                  member={member}
                  search={search}
                  className="flex min-h-11 items-center gap-3 font-medium hover:underline"
                >
                  <Avatar name={member.name} size="small" />
                  <span>
                    {member.name}
                    {member.self ? <span className="font-normal text-ink-soft"> (you)</span> : null}
                  </span>
                </MemberLink>
              </TableCell>
              <TableCell className="max-w-72 break-words text-ink-soft">{member.email}</TableCell>
              <TableCell>{roleWords[member.role]}</TableCell>
              <TableCell className="text-ink-soft">
                {member.lastSeenAt === null ? "–" : <Ago at={member.lastSeenAt} />}
              </TableCell>
              <TableCell>
                <StateBadge member={member} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function MemberLink(props: {
  readonly member: Member;
  readonly search: PeopleSearch;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return (
    <Link
      to="/people"
      search={{ ...props.search, member: props.member.id }}
      resetScroll={false}
      className={props.className}
    >
      {props.children}
    </Link>
  );
}

export function StateBadge({ member }: { readonly member: Member }) {
  if (member.state === "suspended") return <Badge tone="canceled">Suspended</Badge>;
  return member.emailVerified ? <Badge tone="confirmed">Active</Badge> : <Badge tone="attention">Not verified</Badge>;
}

function ListSkeleton() {
  return (
    <Loading label="Loading people" className="border-t">
      {["one", "two", "three", "four", "five"].map((row) => (
        <span key={row} className="flex items-center gap-4 border-b py-3">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className="h-4 w-36" />
          <Skeleton className="h-4 w-44 max-sm:hidden" />
          <Skeleton className="ml-auto h-6 w-20" />
        </span>
      ))}
    </Loading>
  );
}
