import type { LiveTopic } from "@punctual/contract";
import type { Transaction } from "./database/database.ts";

export interface LiveNotice {
  readonly topic: LiveTopic;
  /** Our id of what changed; null when the whole topic did. */
  readonly id: string | null;
  /** Ids of the people whom it concerns; admins always learn of it. */
  readonly audience: readonly string[];
}

/** Who watches: an admin learns of every change. */
export interface LiveWatcher {
  readonly personId: string;
  readonly isAdmin: boolean;
}

/** One change as a watcher's stream tells it; `seq` resumes the stream. */
export interface SeenChange {
  readonly seq: number;
  readonly topic: LiveTopic;
  readonly id: string | null;
  /** Ids of the people whom it concerns. */
  readonly audience: readonly string[];
}

export interface LiveFeed {
  /** Records changes within the caller's transaction; open pages learn of them when it commits. */
  publish(tx: Transaction, ...notices: readonly LiveNotice[]): Promise<void>;
  /**
   * Changes after `afterSeq` that the watcher may know of, then those to come, until `signal` aborts.
   * `null` starts with what comes next.
   */
  changesFor(watcher: LiveWatcher, afterSeq: number | null, signal: AbortSignal): AsyncIterable<SeenChange>;
}
