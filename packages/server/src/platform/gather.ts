/**
 * Work that is cheaper together: what arrives while `atOnce` rounds are under way is done in the next one. Somebody
 * alone is served at once, together with whoever asks in the same turn. When a round fails, each of its items is tried by itself, so that nobody suffers for another.
 *
 * @param work answers one result for each item, in their order.
 */
export function gather<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  options: { readonly most: number; readonly atOnce: number },
): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (cause: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let rounds = 0;

  async function serve(round: readonly Waiting[]): Promise<void> {
    try {
      const results = await work(round.map(({ item }) => item));
      for (const [index, { resolve, reject }] of round.entries()) {
        if (index < results.length) resolve(results[index] as Result);
        else reject(new Error("A round of gathered work answered fewer results than it had items."));
      }
    } catch (cause) {
      const [only] = round;
      if (round.length === 1) only?.reject(cause);
      else for (const one of round) await serve([one]);
    }
  }

  async function serveAll(): Promise<void> {
    rounds += 1;
    // Callers who are all at it together ask within one turn: the first of them does not go alone.
    await Promise.resolve();
    while (waiting.length > 0) await serve(waiting.splice(0, options.most));
    rounds -= 1;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (rounds < options.atOnce) void serveAll();
    });
}
