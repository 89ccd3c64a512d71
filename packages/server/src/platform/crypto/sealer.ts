/**
 * Seals secrets for the database: envelope encryption, a fresh data key per secret, wrapped by the keyring.
 * `boundTo` is authenticated along with the secret (table, row, column): a sealed value moved to another
 * row does not open.
 */
export interface Sealer {
  seal(plaintext: string, boundTo: string): Promise<string>;
  /** @throws {SealBroken} when no key opens it, or it was altered or moved. */
  open(sealed: string, boundTo: string): Promise<string>;
  /** Name of the key that seals: the newest of the ring. */
  readonly newestKeyId: string;
  /**
   * The same secret under the newest key: its data key is wrapped anew, the secret itself is neither opened nor
   * changed. Takes and gives the head of a sealed value, which is all of it up to the secret (`headOf`), so that the
   * secret may stay where it is kept.
   *
   * @throws {SealBroken} when no key opens the data key, or it was altered or moved.
   */
  rewrap(head: string, boundTo: string): string;
}

export class SealBroken extends Error {
  override readonly name = "SealBroken";
}
