/** What has to be closed, closed in reverse order, once. */
export class Shutdown {
  readonly #steps: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  #running: Promise<void> | undefined;

  add(name: string, close: () => Promise<void>): void {
    this.#steps.push({ name, close });
  }

  /** Closes everything; a step that fails is named and does not keep the others open. */
  run(): Promise<void> {
    this.#running ??= this.#closeAll();
    return this.#running;
  }

  async #closeAll(): Promise<void> {
    for (const { name, close } of this.#steps.reverse()) {
      try {
        await close();
      } catch (cause) {
        console.error(`The ${name} did not close cleanly: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    }
  }
}
