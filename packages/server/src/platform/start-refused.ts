/** Punctual cannot start as it is set up. The message is for the operator: what is wrong, then what to do. */
export class StartRefused extends Error {
  override readonly name: string = "StartRefused";
}

/** Another process holds the embedded database. */
export class DirectoryInUse extends StartRefused {
  override readonly name = "DirectoryInUse";
}
