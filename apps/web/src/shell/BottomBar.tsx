import { Link } from "@tanstack/react-router";
import { useConfig, useViewer } from "../identity/queries.ts";
import { phonePlaces } from "./places.ts";

/** The phone's navigation: at most four places, within the thumb's reach. */
export function BottomBar() {
  const viewer = useViewer();
  const config = useConfig();
  return (
    <nav
      aria-label="Places"
      className="h-bottom-bar fixed inset-x-0 bottom-0 z-30 flex border-t bg-paper pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {phonePlaces(viewer.role, config.mailbox).map((place) => (
        <Link
          key={place.to}
          to={place.to}
          activeOptions={{ exact: place.to === "/", includeSearch: false }}
          className="flex min-h-11 flex-1 flex-col items-center justify-center gap-1 text-xs font-medium text-ink-soft"
          activeProps={{ className: "text-accent!" }}
        >
          <place.icon aria-hidden="true" className="size-5" strokeWidth={1.5} />
          {place.label}
        </Link>
      ))}
    </nav>
  );
}
