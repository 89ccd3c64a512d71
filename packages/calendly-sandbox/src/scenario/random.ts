import type { Settings } from "../settings.ts";

/** Numbers that look random and depend on the seed alone. */
export interface Random {
  /** A whole number from 0 up to but not including `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  /** An id: a UUID, or one of the 16 capitals and digits of older records. */
  uuid(): string;
}

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The mulberry32 generator: 32 bits of state, good enough for scenarios, the same everywhere. */
export function createRandom(seed: number, ids: Settings["seededIds"] = "uuid"): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  /** Eight hexadecimal digits. */
  const word = () => below(4_294_967_296).toString(16).padStart(8, "0");
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
    uuid() {
      if (ids === "short" || (ids === "mixed" && next() < 0.5)) {
        return Array.from({ length: 16 }, () => capitals[below(capitals.length)]).join("");
      }
      const [first, second, third, fourth] = [word(), word(), word(), word()];
      const variant = "89ab"[below(4)];
      return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${variant}${third.slice(1, 4)}-${third.slice(4)}${fourth}`;
    },
  };
}
