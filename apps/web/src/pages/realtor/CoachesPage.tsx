import { CoachList, PageHeader } from "@punctual/react";
import { useNavigate } from "@tanstack/react-router";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { useTitle } from "../../shell/use-title.ts";

/** Who can be booked? */
export function CoachesPage() {
  useTitle("Coaches");
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title="Coaches" lead="Choose a coach to see when they are open." actions={<LiveLine />} />
      <div data-walk="">
        <CoachList
          hrefOf={(coach) => `/coaches/${coach.id}`}
          onOpen={({ id }) => void navigate({ to: "/coaches/$coachId", params: { coachId: id } })}
        />
      </div>
    </>
  );
}
