import { type ComponentType, lazy } from "react";

/**
 * A part of a page that comes after it. Where its code does not come, because the server cannot be reached, the page
 * goes on without it (or with `instead`), and is not lost for the sake of a part.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  instead: ComponentType<Props> = () => null,
) {
  return lazy(() => load().catch(() => ({ default: instead })));
}
