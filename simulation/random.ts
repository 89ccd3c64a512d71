/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A number from 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to `limit`, exclusive. */
  below(limit: number): number;
  /** True in this share of the cases. */
  chance(share: number): boolean;
  /** One of several; undefined of none. */
  pick<T>(items: readonly T[]): T | undefined;
  bytes(into: Uint8Array): void;
}

/** The generator sfc32 by Chris Doty-Humphrey (PractRand), on four words made of the seed. */
export function createRandom(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 1];
  function word(): number {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  }
  for (let round = 0; round < 15; round += 1) word();
  const below = (limit: number) => Math.floor((word() / 2 ** 32) * limit);
  return {
    next: () => word() / 2 ** 32,
    below,
    chance: (share) => word() / 2 ** 32 < share,
    pick: (items) => items[below(items.length)],
    bytes(into) {
      for (let at = 0; at < into.length; at += 1) into[at] = word() & 0xff;
    },
  };
}
