import type { Coach } from "@punctual/contract";
import {
  Ago,
  Avatar,
  Button,
  ConnectionBadge,
  EmptyState,
  ErrorState,
  Loading,
  PageHeader,
  SearchField,
  ShowMore,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  useCoaches,
  zoneCity,
} from "@punctual/react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { coachTrouble } from "./coach-trouble.ts";

/** Every coach on one line: connected, bookable, and if not, why. */
export function FleetPage() {
  useTitle("Coaches");
  const navigate = useNavigate();
  const search = useSearch({ from: "/signed-in/coaches" }).search ?? "";
  const wanted = search.trim();
  const coaches = useCoaches(wanted === "" ? {} : { search: wanted });
  const rows = coaches.data?.pages.flatMap((page) => page.items) ?? [];
  const show = (text: string): void => {
    void navigate({ to: "/coaches", search: text === "" ? {} : { search: text }, replace: true });
  };
  return (
    <>
      <PageHeader title="Coaches" lead="Who can be booked, and if not, why." actions={<LiveLine />} />
      <SearchField
        label="Search coaches"
        placeholder="Name or e-mail address"
        value={search}
        onSearch={show}
        className="mb-6 sm:max-w-80"
      />
      {coaches.isPending ? (
        <FleetSkeleton />
      ) : coaches.isError && rows.length === 0 ? (
        <ErrorState
          title="The coaches cannot be shown."
          error={coaches.error}
          onRetry={() => void coaches.refetch()}
          retrying={coaches.isFetching}
        />
      ) : rows.length === 0 ? (
        wanted === "" ? (
          <EmptyState title="There are no coaches yet.">
            A coach appears here as soon as they have an account, connected or not.
          </EmptyState>
        ) : (
          <EmptyState
            title={`No coach matches '${wanted}'.`}
            action={<Button onClick={() => show("")}>Show all</Button>}
          />
        )
      ) : (
        <>
          <FleetTable rows={rows} />
          <FleetCards rows={rows} />
          <ShowMore pages={coaches} />
        </>
      )}
    </>
  );
}

interface Rows {
  readonly rows: readonly Coach[];
}

function FleetTable({ rows }: Rows) {
  return (
    <div className="hidden md:block">
      <Table label="Coaches">
        <TableHead>
          <tr>
            <TableHeader>Coach</TableHeader>
            <TableHeader>Calendly</TableHeader>
            <TableHeader>Zone</TableHeader>
            <TableHeader numeric>On offer</TableHeader>
            <TableHeader numeric>Coming up</TableHeader>
            <TableHeader>What is wrong</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {rows.map((coach) => (
            <TableRow key={coach.id}>
              <TableCell>
                <Link
                  to="/coaches/$coachId"
                  params={{ coachId: coach.id }}
                  className="flex min-h-11 items-center gap-3 font-medium hover:underline"
                >
                  <Avatar name={coach.name} src={coach.avatarUrl} size="small" />
                  {coach.name}
                </Link>
              </TableCell>
              <TableCell>
                <ConnectionBadge state={coach.connection.state} />
              </TableCell>
              <TableCell className="text-ink-soft">
                {coach.timeZone === null ? "–" : zoneCity(coach.timeZone)}
              </TableCell>
              <TableCell numeric>{coach.offeredEventTypes}</TableCell>
              <TableCell numeric>{coach.upcomingSessions ?? "–"}</TableCell>
              <TableCell className="max-w-72 text-ink-soft">
                <Trouble coach={coach} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function FleetCards({ rows }: Rows) {
  return (
    <ul className="border-t md:hidden" data-walk="">
      {rows.map((coach) => (
        <li key={coach.id} className="border-b">
          <Link
            to="/coaches/$coachId"
            params={{ coachId: coach.id }}
            className="flex gap-3 py-4 focus-visible:-outline-offset-2"
          >
            <Avatar name={coach.name} src={coach.avatarUrl} />
            <span className="min-w-0 flex-1">
              <span className="flex flex-wrap items-center justify-between gap-2">
                <span className="font-medium">{coach.name}</span>
                <ConnectionBadge state={coach.connection.state} />
              </span>
              <span className="mt-1 block text-sm text-ink-soft">
                {coach.offeredEventTypes} on offer · {coach.upcomingSessions ?? 0} coming up
              </span>
              <span className="mt-1 block text-sm text-ink-soft empty:hidden">
                <Trouble coach={coach} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Trouble({ coach }: { readonly coach: Coach }) {
  const trouble = coachTrouble(coach);
  if (trouble !== null) return <span className="text-attention">{trouble}</span>;
  return coach.connection.connectedAt === null ? null : (
    <>
      Nothing; connected <Ago at={coach.connection.connectedAt} />
    </>
  );
}

function FleetSkeleton() {
  return (
    <Loading label="Loading coaches" className="border-t">
      {["one", "two", "three", "four"].map((row) => (
        <span key={row} className="flex items-center gap-4 border-b py-3">
          <Skeleton className="size-6 rounded-full" />
          <Skeleton className="h-4 w-36" />
          <Skeleton className="ml-auto h-6 w-28" />
        </span>
      ))}
    </Loading>
  );
}
