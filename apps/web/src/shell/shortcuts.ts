import { useEffect, useRef } from "react";

/** Single keys of the app. None of them fires while one writes. */
export interface Shortcuts {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** True when the key goes into a field, or a dialog is open that has its own keys. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest("input:not([type=radio]):not([type=checkbox]),textarea,select") !== null
  );
}

/** `Ctrl/Cmd K` and `/` search, `?` helps, `j` and `k` walk through a list's rows; `Enter` opens the row by itself. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        latest.current.onPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (isWriting(event.target) || document.querySelector("dialog[open],[role=dialog],[role=menu]") !== null) return;
      if (event.key === "/") {
        event.preventDefault();
        const search = document.querySelector<HTMLElement>("main input[type=search]");
        if (search === null) latest.current.onPalette();
        else search.focus();
      } else if (event.key === "?") {
        event.preventDefault();
        latest.current.onHelp();
      } else if (event.key === "j" || event.key === "k") {
        if (walkRows(event.key === "j" ? 1 : -1)) event.preventDefault();
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Moves the focus to the next or previous link in the page's lists (`data-walk`). False where there is none. */
function walkRows(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-walk] li > a")];
  const focused = document.activeElement;
  const at = focused instanceof HTMLElement ? rows.indexOf(focused) : -1;
  const next = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.focus();
  return next !== undefined;
}
