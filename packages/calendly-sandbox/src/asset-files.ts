/**
 * A file that is served as it is, by its path below this folder. Asked for here and nowhere else: where the code has
 * been bundled into one file, that file lies in this folder's place.
 */
export function assetFile(path: string): URL {
  return new URL(`./${path}`, import.meta.url);
}
