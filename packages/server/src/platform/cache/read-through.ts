/** What a load came to. Only a failure that `servesStale` may be bridged by what was read before. */
export type Loaded<Value, Failure> =
  | { readonly kind: "loaded"; readonly value: Value; readonly weight: number }
  | {
      readonly kind: "failed";
      readonly failure: Failure;
      readonly servesStale: boolean;
      /** How long to leave the source alone before it is asked again; null for the cache's own pause. */
      readonly retryAfterMs: number | null;
    };

/** What a reader gets. `readAt` is in milliseconds since the epoch. */
export type ReadThrough<Value, Failure> =
  | { readonly kind: "fresh"; readonly value: Value; readonly readAt: number }
  | { readonly kind: "stale"; readonly value: Value; readonly readAt: number; readonly failure: Failure }
  | { readonly kind: "failed"; readonly failure: Failure };

export interface ReadThroughOptions {
  /** For how long a value is served without asking. */
  readonly freshMs: number;
  /** For how long it bridges a failing source, counted from when it was read. */
  readonly staleMs: number;
  /** The pause after a failure in which the stale value is served at once. */
  readonly retryMs: number;
  readonly maxEntries: number;
  /** The sum of the weights that loads declare: bounds the memory. */
  readonly maxWeight: number;
}

interface Entry<Value, Failure> {
  readonly group: string;
  readonly value: Value;
  readonly weight: number;
  readonly readAt: number;
  freshUntil: number;
  /** Set while the source fails: until then it is not asked again. */
  trouble: { readonly failure: Failure; readonly until: number } | null;
}

interface Flight<Value, Failure> {
  readonly group: string;
  readonly result: Promise<Loaded<Value, Failure>>;
}

/**
 * A bounded cache in front of a slow source: one load per key at a time however many ask, fresh for a while, and then
 * a bridge over failures. Entries belong to a group, so that a change makes all of a group's entries ask again.
 * In process: whoever holds one in several processes carries the drops to each.
 */
export class ReadThroughCache<Value, Failure> {
  readonly #options: ReadThroughOptions;
  readonly #now: () => number;
  /** In order of use, the least recently used first. */
  readonly #entries = new Map<string, Entry<Value, Failure>>();
  readonly #flights = new Map<string, Flight<Value, Failure>>();
  #weight = 0;

  constructor(options: ReadThroughOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  async read(
    key: string,
    group: string,
    load: () => Promise<Loaded<Value, Failure>>,
  ): Promise<ReadThrough<Value, Failure>> {
    const entry = this.#use(key);
    const now = this.#now();
    if (entry !== undefined) {
      if (now < entry.freshUntil) return { kind: "fresh", value: entry.value, readAt: entry.readAt };
      if (entry.trouble !== null && now < entry.trouble.until && this.#bridges(entry, now)) {
        return { kind: "stale", value: entry.value, readAt: entry.readAt, failure: entry.trouble.failure };
      }
    }
    const flight = this.#flights.get(key) ?? this.#launch(key, group, load);
    const outcome = await flight.result;
    if (outcome.kind === "loaded") return { kind: "fresh", value: outcome.value, readAt: now };
    if (outcome.servesStale && entry !== undefined && this.#bridges(entry, this.#now())) {
      return { kind: "stale", value: entry.value, readAt: entry.readAt, failure: outcome.failure };
    }
    return { kind: "failed", failure: outcome.failure };
  }

  /** Everything of the group is asked for again; what is on its way already is not kept. */
  drop(group: string): void {
    for (const entry of this.#entries.values()) {
      if (entry.group !== group) continue;
      entry.freshUntil = 0;
      entry.trouble = null;
    }
    for (const [key, flight] of this.#flights) {
      if (flight.group === group) this.#flights.delete(key);
    }
  }

  #launch(key: string, group: string, load: () => Promise<Loaded<Value, Failure>>): Flight<Value, Failure> {
    const readAt = this.#now();
    const flight: Flight<Value, Failure> = { group, result: load() };
    this.#flights.set(key, flight);
    const settle = (outcome: Loaded<Value, Failure> | null) => {
      // Dropped meanwhile: what it brings may be older than the change that dropped it.
      if (this.#flights.get(key) !== flight) return;
      this.#flights.delete(key);
      if (outcome?.kind === "loaded") this.#keep(key, group, outcome, readAt);
      if (outcome?.kind === "failed") this.#note(key, outcome);
    };
    flight.result.then(settle, () => settle(null));
    return flight;
  }

  #keep(key: string, group: string, { value, weight }: { value: Value; weight: number }, readAt: number): void {
    this.#remove(key);
    const freshUntil = readAt + this.#options.freshMs;
    this.#entries.set(key, { group, value, weight, readAt, freshUntil, trouble: null });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.maxEntries && this.#weight <= this.#options.maxWeight) return;
      this.#remove(oldest);
    }
  }

  #note(
    key: string,
    { failure, servesStale, retryAfterMs }: Extract<Loaded<Value, Failure>, { kind: "failed" }>,
  ): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || !servesStale) return;
    entry.trouble = { failure, until: this.#now() + (retryAfterMs ?? this.#options.retryMs) };
  }

  #use(key: string): Entry<Value, Failure> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  #remove(key: string): void {
    this.#weight -= this.#entries.get(key)?.weight ?? 0;
    this.#entries.delete(key);
  }

  #bridges(entry: Entry<Value, Failure>, now: number): boolean {
    return now - entry.readAt < this.#options.staleMs;
  }
}
