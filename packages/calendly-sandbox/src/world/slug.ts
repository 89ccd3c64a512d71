/** A name as the last part of an address: `Hour of coaching (Zoë)` becomes `hour-of-coaching-zoe`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
  // A name in another script leaves nothing that an address could hold.
  return slug === "" ? "event" : slug;
}

/** The slug, or the first of `slug-1`, `slug-2`... that is free. */
export function freeSlug(slug: string, isTaken: (slug: string) => boolean): string {
  let free = slug;
  for (let number = 1; isTaken(free); number += 1) free = `${slug}-${number}`;
  return free;
}
