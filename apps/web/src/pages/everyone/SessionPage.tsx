import { SessionDetails, useSession } from "@punctual/react";
import { useCanGoBack, useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { useViewer } from "../../identity/queries.ts";
import { useTitle } from "../../shell/use-title.ts";

/** One session: when, where, who, what happened, and what one may do. */
export function SessionPage() {
  const { sessionId } = useParams({ from: "/signed-in/sessions/$sessionId" });
  const viewer = useViewer();
  const router = useRouter();
  const navigate = useNavigate();
  const canGoBack = useCanGoBack();
  useTitle(useSession(sessionId).data?.name ?? "Session");
  return (
    <SessionDetails
      key={sessionId}
      sessionId={sessionId}
      perspective={viewer.role}
      // Back to the list as it was, with its filters; from a link in an e-mail there is no list to go back to.
      onBack={() => (canGoBack ? router.history.back() : void navigate({ to: "/sessions" }))}
      sessionHref={(id) => `/sessions/${id}`}
    />
  );
}
