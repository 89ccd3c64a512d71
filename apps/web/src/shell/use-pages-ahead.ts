import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useConfig, useViewer } from "../identity/queries.ts";
import { placesFor } from "./places.ts";

const afterMs = 1500;

/** Downloads the code of one's places once the page has come to rest: they then open at once, and without a network. */
export function usePagesAhead(): void {
  const router = useRouter();
  const { role } = useViewer();
  const { mailbox } = useConfig();
  useEffect(() => {
    const timer = setTimeout(() => {
      void import("./Palette.tsx").catch(() => undefined);
      const { main, more } = placesFor(role, mailbox);
      for (const { to } of [...main, ...more]) void router.preloadRoute({ to }).catch(() => undefined);
      void router.preloadRoute({ to: "/sessions/$sessionId", params: { sessionId: "ahead" } }).catch(() => undefined);
    }, afterMs);
    return () => clearTimeout(timer);
  }, [router, role, mailbox]);
}
