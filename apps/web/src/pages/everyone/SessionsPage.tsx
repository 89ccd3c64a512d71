import type { Role } from "@punctual/contract";
import { buttonClasses, PageHeader, SessionList } from "@punctual/react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useViewer } from "../../identity/queries.ts";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { useTitle } from "../../shell/use-title.ts";

const titles: Record<Role, string> = { coach: "Sessions", realtor: "My sessions", admin: "Sessions" };

/** The sessions that one may see; what is shown stands in the address. */
export function SessionsPage() {
  const viewer = useViewer();
  const navigate = useNavigate();
  const filters = useSearch({ from: "/signed-in/sessions" });
  useTitle(titles[viewer.role]);
  return (
    <>
      <PageHeader title={titles[viewer.role]} actions={<LiveLine />} />
      <SessionList
        perspective={viewer.role}
        filters={filters}
        // Typing is no step in the history: 'back' leaves the list instead of undoing letters.
        onFiltersChange={(next) => void navigate({ to: "/sessions", search: next, replace: true })}
        hrefOf={(session) => `/sessions/${session.id}`}
        onOpen={({ id }) => void navigate({ to: "/sessions/$sessionId", params: { sessionId: id } })}
        emptyAction={<WayOut role={viewer.role} />}
      />
    </>
  );
}

function WayOut({ role }: { readonly role: Role }) {
  switch (role) {
    case "realtor":
      return (
        <Link to="/coaches" className={buttonClasses({ variant: "primary" })}>
          Find a coach
        </Link>
      );
    case "coach":
      return (
        <Link to="/availability" className={buttonClasses()}>
          See when you can be booked
        </Link>
      );
    case "admin":
      return (
        <Link to="/coaches" className={buttonClasses()}>
          See which coaches can be booked
        </Link>
      );
  }
}
