import { classNames, Kbd, Spinner } from "@punctual/react";
import { useRouter } from "@tanstack/react-router";
import { CalendarDays, MoveRight, Search, UserRound } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type PaletteItem, usePalette } from "./use-palette.ts";

const icons = { place: MoveRight, coach: UserRound, session: CalendarDays } as const;

/** Go anywhere, find a person or a session, without leaving the keyboard. */
export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const { groups, searching } = usePalette(text);
  const first = groups[0]?.items[0];

  useEffect(() => {
    // Modal by the platform: it keeps the focus inside, closes on Escape, and gives the focus back.
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);

  function open(item: PaletteItem): void {
    dialog.current?.close();
    void router.navigate({ href: item.href });
  }

  /** Arrows walk through field and results; a letter typed on a result goes on in the field. */
  function onKeyDown(event: KeyboardEvent<HTMLDialogElement>): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input,[data-result]")];
      const focused = document.activeElement;
      const now = focused instanceof HTMLElement ? stops.indexOf(focused) : -1;
      event.preventDefault();
      stops[(now + step + stops.length) % stops.length]?.focus();
    } else if (event.key.length === 1 && !event.metaKey && !event.ctrlKey && document.activeElement !== field.current) {
      field.current?.focus();
    }
  }

  return (
    <dialog
      ref={dialog}
      aria-label="Search"
      {...{ closedby: "any" }}
      onClose={onClose}
      onKeyDown={onKeyDown}
      className="m-0 max-h-none w-full max-w-none overflow-visible bg-transparent p-0 text-ink backdrop:bg-scrim sm:mx-auto sm:mt-[14vh] sm:max-w-[36rem]"
    >
      <div className="flex max-h-[70dvh] animate-arrive flex-col border-b bg-raised shadow-float sm:rounded-lg sm:border">
        <form
          className="relative border-b"
          onSubmit={(event) => {
            event.preventDefault();
            if (first !== undefined) open(first);
          }}
        >
          <Search
            aria-hidden="true"
            strokeWidth={1.5}
            className="pointer-events-none absolute inset-y-0 left-4 my-auto size-5 text-ink-soft"
          />
          <input
            ref={field}
            type="text"
            enterKeyHint="go"
            aria-label="Search pages, people and sessions"
            value={text}
            placeholder="A page, a person, a session"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            className="h-14 w-full bg-transparent pr-12 pl-12 text-base text-ink outline-none"
          />
          {searching ? <Spinner className="absolute inset-y-0 right-4 my-auto size-4 text-ink-soft" /> : null}
        </form>
        <div className="min-h-40 overflow-y-auto overscroll-contain p-2">
          {groups.map((group) => (
            <section key={group.title} aria-label={group.title} className="mb-2">
              <h2 className="px-3 pt-2 pb-1 text-xs font-medium text-ink-soft">{group.title}</h2>
              <ul>
                {group.items.map((item) => (
                  <li key={item.id}>
                    <Result item={item} first={item === first} onChoose={() => open(item)} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <p role="status" className="px-3 py-2 text-sm text-ink-soft empty:hidden">
            {groups.length === 0 && !searching ? nothingFound(text.trim()) : null}
          </p>
        </div>
      </div>
    </dialog>
  );
}

function Result(props: { readonly item: PaletteItem; readonly first: boolean; readonly onChoose: () => void }) {
  const Icon = icons[props.item.kind];
  return (
    <button
      type="button"
      data-result=""
      onClick={props.onChoose}
      className={classNames(
        "flex min-h-11 w-full items-center gap-3 rounded-md px-3 py-1.5 text-left text-sm outline-none hover:bg-sunken focus-visible:rounded-md focus-visible:bg-accent-soft",
        props.first && "in-[dialog:has(input:focus)]:bg-sunken",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-soft" strokeWidth={1.5} />
      <span className="min-w-0 flex-1 truncate">{props.item.label}</span>
      {props.item.detail === null ? null : <span className="shrink-0 text-ink-soft">{props.item.detail}</span>}
      {props.first ? <Kbd>Enter</Kbd> : null}
    </button>
  );
}

function nothingFound(text: string): string {
  if (text.length < 2) return "Write at least two letters to search people and sessions.";
  return `Nothing found for '${text}'. Try a name, or the title of a session.`;
}
