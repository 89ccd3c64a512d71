import { useEffect } from "react";

/** Names the page in the tab and for the route announcer. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Punctual`;
  }, [title]);
}
