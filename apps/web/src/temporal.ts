/**
 * Stands in for `temporal-polyfill` in the bundle: a browser that has Temporal does not download the polyfill.
 * `vite.config.ts` points the name here.
 */
type TemporalNamespace = typeof import("temporal-polyfill").Temporal;

const native = (globalThis as { readonly Temporal?: TemporalNamespace }).Temporal;

export const Temporal: TemporalNamespace = native ?? (await import("temporal-polyfill/implementation")).Temporal;
