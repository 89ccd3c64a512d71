/** Punctual cannot start as it is set up. The message is for the operator: what is wrong, then what to do. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
}
