/** One measured figure: compared with a baseline of the same run, so that it means the same on every machine. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same unit, measured in the same run; null where there is nothing to compare with. */
  readonly baseline: number | null;
  /** value / baseline; null without a baseline. */
  readonly ratio: number | null;
  /** What the figure is held to, in words; null where it is only reported. */
  readonly target: string | null;
  /** True when the target is met, or when there is none. */
  readonly ok: boolean;
}

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
}

type Bound = { readonly atMost: number } | { readonly atLeast: number };

/** A figure held to a ratio of its baseline. */
export function ratioFigure(measured: Measured & { readonly baseline: number }, bound: Bound): Figure {
  const ratio = measured.value / measured.baseline;
  return { ...rounded(measured), ratio: round(ratio), target: `${words(bound)}x`, ok: within(ratio, bound) };
}

/** A figure held to a value. */
export function valueFigure(measured: Measured, bound: Bound | null): Figure {
  const ratio = measured.baseline === undefined ? null : round(measured.value / measured.baseline);
  const target = bound === null ? null : `${words(bound)} ${measured.unit}`;
  return { ...rounded(measured), ratio, target, ok: bound === null || within(measured.value, bound) };
}

/** The value that a share of the samples does not exceed. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function rounded(measured: Measured) {
  return {
    name: measured.name,
    value: round(measured.value),
    unit: measured.unit,
    baseline: measured.baseline === undefined ? null : round(measured.baseline),
  };
}

const round = (value: number): number => Number(value.toPrecision(4));
const words = (bound: Bound): string => ("atMost" in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`);
const within = (value: number, bound: Bound): boolean =>
  "atMost" in bound ? value <= bound.atMost : value >= bound.atLeast;
