/** How a bench is run. */
export interface BenchOptions {
  /** Fewer rows and rounds: for trying a change, not for the record. */
  readonly quick: boolean;
  /** Says what is being done; silent with --json. */
  readonly say: (sentence: string) => void;
}
