import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";

/**
 * A change of page in one document is silent to a screen reader and leaves the focus where it was. This says the
 * new page's name and moves the focus to its main part.
 */
export function RouteAnnouncer() {
  const router = useRouter();
  const [name, setName] = useState("");
  useEffect(
    () =>
      router.subscribe("onRendered", (change) => {
        if (!change.pathChanged || change.fromLocation === undefined) return;
        document.getElementById("main")?.focus({ preventScroll: true });
        // The page's own effect names it; that runs before the next frame.
        requestAnimationFrame(() => setName(document.title.replace(" · Punctual", "")));
      }),
    [router],
  );
  return (
    <div aria-live="polite" aria-atomic="true" className="sr-only">
      {name}
    </div>
  );
}
