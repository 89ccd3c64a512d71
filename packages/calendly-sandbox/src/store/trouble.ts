/**
 * What the trouble is about, for a caller that words it in its own terms. Controls are refused as `invalid` (a request
 * that makes no sense), `missing` (what it names is not there) or `conflict` (it does not fit how things stand).
 */
export type TroubleKind = "port_in_use" | "state_in_use" | "invalid" | "missing" | "conflict" | "other";

/** Something that the person who started the sandbox can put right; its message is one sentence that says how. */
export class SandboxTrouble extends Error {
  override readonly name = "SandboxTrouble";
  readonly kind: TroubleKind;

  constructor(message: string, options: { readonly kind?: TroubleKind; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.kind = options.kind ?? "other";
  }
}
