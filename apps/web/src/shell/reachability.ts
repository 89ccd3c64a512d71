import { useSyncExternalStore } from "react";

/** Whether the last call got an answer. One fact for the whole page, told by the cache of answers. */
let answered = true;
const listeners = new Set<() => void>();

export function noteAnswer(came: boolean): void {
  if (answered === came) return;
  answered = came;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

export type Reachability = "reachable" | "offline" | "unreachable";

function current(): Reachability {
  if (!navigator.onLine) return "offline";
  return answered ? "reachable" : "unreachable";
}

export function useReachability(): Reachability {
  return useSyncExternalStore(subscribe, current);
}
