import { type RefObject, useEffect } from "react";

/**
 * `j` and `k` walk the rows of a list, `/` goes to its search field. Enter opens the row in focus, as on any link.
 * Keys that are meant for a field or a dialog are left alone.
 */
export function useListKeys(list: RefObject<HTMLElement | null>, search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "/" && search.current !== null) {
        event.preventDefault();
        search.current.focus();
        return;
      }
      const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-session-row]") ?? [])];
      if (step === 0 || rows.length === 0) return;
      event.preventDefault();
      const at = rows.findIndex((row) => row.matches(":focus"));
      const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
      rows[next]?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [list, search]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role='dialog'], [role='menu']") !== null;
}
