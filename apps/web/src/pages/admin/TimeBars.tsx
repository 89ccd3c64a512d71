import { classNames } from "@punctual/react";

const height = 96;
const step = 12;
const gap = 2;

interface Bar {
  readonly at: string;
  readonly count: number;
  /** How many of them are bad: the lower, red part of the bar. */
  readonly bad: number;
  /** What the bar says when one points at it. */
  readonly says: string;
}

/** The highest of the counts; undefined when all are nothing. */
export function highestOf<Each extends { readonly count: number }>(counts: readonly Each[]): Each | undefined {
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return counts.find(({ count }) => count === most);
}

/** How many over time, a bar for each part of it. */
export function TimeBars(props: { readonly label: string; readonly bars: readonly Bar[]; readonly className: string }) {
  const { bars } = props;
  const unit = height / (highestOf(bars)?.count ?? 1);
  return (
    <svg
      viewBox={`0 0 ${bars.length * step} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
      className={classNames("w-full border-b", props.className)}
    >
      {bars.map(({ at, count, bad, says }, index) => (
        <g key={at}>
          <title>{says}</title>
          {/* The whole column answers the pointer, not the bar alone. */}
          <rect x={index * step} y={0} width={step} height={height} fill="transparent" />
          <Column index={index} tall={count * unit} className="fill-waiting/60" />
          <Column index={index} tall={bad * unit} className="fill-canceled" />
        </g>
      ))}
    </svg>
  );
}

function Column(props: { readonly index: number; readonly tall: number; readonly className: string }) {
  const { index, tall, className } = props;
  return <rect x={index * step} y={height - tall} width={step - gap} height={tall} className={className} />;
}
