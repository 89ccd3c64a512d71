import { Avatar, IconButton, Kbd, Mark } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { Suspense } from "react";
import { useConfig, useViewer } from "../identity/queries.ts";
import { lazyPart } from "../routing/lazy-part.tsx";
import { placesFor } from "./places.ts";

const PersonMenu = lazyPart(() => import("./PersonMenu.tsx"), Oneself);

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The head of every page: the mark, the places of one's role, search, and oneself. */
export function TopBar(props: { readonly onSearch: () => void; readonly onHelp: () => void }) {
  const viewer = useViewer();
  const config = useConfig();
  const { main } = placesFor(viewer.role, config.mailbox);
  return (
    <header className="sticky top-0 z-30 border-b bg-paper">
      <div className="mx-auto flex h-14 max-w-page items-center gap-2 px-4 sm:h-16 sm:gap-6 sm:px-6">
        <Link to="/" aria-label="Punctual, to the start" className="inline-flex min-h-11 items-center">
          <Mark />
        </Link>
        <nav aria-label="Main" className="hidden h-full flex-1 items-stretch gap-1 sm:flex">
          {main.map((place) => (
            <Link
              key={place.to}
              to={place.to}
              activeOptions={{ exact: place.to === "/", includeSearch: false }}
              className="relative flex items-center px-3 whitespace-nowrap max-md:px-2 text-sm font-medium text-ink-soft transition-colors hover:text-ink"
              activeProps={{
                className:
                  "text-ink! after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:rounded-full after:bg-accent",
              }}
            >
              {place.label}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          <IconButton label="Search" icon={<Search />} onClick={props.onSearch} className="sm:hidden" />
          <button
            type="button"
            onClick={props.onSearch}
            className="hidden h-9 items-center gap-2 rounded-md border border-line-strong/50 bg-raised pr-2 pl-3 text-sm text-ink-soft transition-colors hover:border-line-strong sm:inline-flex"
          >
            <Search aria-hidden="true" className="size-4" strokeWidth={1.5} />
            <span className="md:pr-6">Search</span>
            <span aria-hidden="true" className="flex gap-0.5 max-md:hidden">
              <Kbd>{isApple ? "⌘" : "Ctrl"}</Kbd>
              <Kbd>K</Kbd>
            </span>
          </button>
          <Suspense fallback={<Oneself />}>
            <PersonMenu onHelp={props.onHelp} />
          </Suspense>
        </div>
      </div>
    </header>
  );
}

/** The menu's place, until it is there. */
function Oneself() {
  const viewer = useViewer();
  return (
    <span className="inline-flex size-11 items-center justify-center">
      <Avatar name={viewer.name} />
    </span>
  );
}
