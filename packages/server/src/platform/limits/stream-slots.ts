import type { LimitSettings } from "./settings.ts";

/** The open live streams of this process: each is a connection and some memory for as long as it lasts. */
export interface StreamSlots {
  /**
   * A place for one more stream of this person. When they have too many, their oldest is ended.
   *
   * @param end ends the stream.
   * @returns what gives the place back; null when the process has no more.
   */
  take(personId: string, end: () => void): (() => void) | null;
}

export function createStreamSlots({
  streams,
  streamsPerPerson,
}: Pick<LimitSettings, "streams" | "streamsPerPerson">): StreamSlots {
  const open = new Map<string, Set<() => void>>();
  let count = 0;

  return {
    take(personId, end) {
      const own = open.get(personId) ?? new Set();
      const [oldest] = own;
      const release = (stop: () => void) => {
        if (!own.delete(stop)) return;
        count -= 1;
        if (own.size === 0 && open.get(personId) === own) open.delete(personId);
      };
      if (own.size >= streamsPerPerson && oldest !== undefined) {
        release(oldest);
        oldest();
      }
      if (count >= streams) return null;
      // A function of its own, so that two streams with the same `end` are two.
      const stop = () => end();
      own.add(stop);
      open.set(personId, own);
      count += 1;
      return () => release(stop);
    },
  };
}
