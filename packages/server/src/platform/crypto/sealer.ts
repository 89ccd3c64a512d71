/**
 * Seals secrets for the database: envelope encryption, a fresh data key per secret, wrapped by the keyring.
 * `boundTo` is authenticated along with the secret (table, row, column): a sealed value moved to another
 * row does not open.
 */
export interface Sealer {
  seal(plaintext: string, boundTo: string): Promise<string>;
  /** @throws {SealBroken} when no key opens it, or it was altered or moved. */
  open(sealed: string, boundTo: string): Promise<string>;
}

export class SealBroken extends Error {
  override readonly name = "SealBroken";
}
