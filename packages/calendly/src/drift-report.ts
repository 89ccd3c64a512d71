import type { Drift } from "./tolerant.ts";

/** A drift and the id of the endpoint whose answer showed it. No personal data. */
export interface DriftReport extends Drift {
  readonly endpoint: string;
}

/** A server that answers with ever new names must not fill the memory. */
const mostRemembered = 1_000;

/**
 * Tells `onDrift` of each drift; of an added field only once per endpoint and path, as it is there in every answer from
 * then on. What `onDrift` throws is dropped.
 */
export function createDriftReporter(
  onDrift: ((report: DriftReport) => void) | undefined,
): (endpoint: string, drift: readonly Drift[]) => void {
  const told = new Set<string>();
  return (endpoint, drift) => {
    if (onDrift === undefined) return;
    for (const one of drift) {
      if (one.kind === "added") {
        const key = `${endpoint} ${one.path}`;
        if (told.has(key) || told.size >= mostRemembered) continue;
        told.add(key);
      }
      try {
        onDrift({ endpoint, ...one });
      } catch {
        // By contract: what watches an answer never decides what became of the call.
      }
    }
  };
}
