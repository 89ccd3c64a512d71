/** The latest so many items. */
export interface Ring<Item> {
  push(item: Item): void;
  find(matches: (item: Item) => boolean): Item | null;
  /** Latest first, without a copy of all. */
  latest(): Iterable<Item>;
  clear(): void;
}

export function createRing<Item>(size: () => number): Ring<Item> {
  let items: Item[] = [];
  return {
    push(item) {
      items.push(item);
      // Trimmed in batches: moving every item with each push would cost more than a few too many.
      const limit = size();
      if (items.length > limit * 1.25 + 16) items = items.slice(-limit);
    },
    find: (matches) => items.findLast(matches) ?? null,
    *latest() {
      const limit = size();
      for (let at = items.length - 1; at >= 0 && items.length - at <= limit; at -= 1) {
        const item = items[at];
        if (item !== undefined) yield item;
      }
    },
    clear() {
      items = [];
    },
  };
}
