const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

interface Timing {
  readonly counts: number[];
  sum: number;
  total: number;
}

/** One number that only grows, for each value of one label. */
export interface Counter {
  readonly name: string;
  readonly label: string;
  readonly values: Readonly<Record<string, number>>;
}

export interface Metrics {
  observeRequest(route: string, status: number, seconds: number): void;
  /** Prometheus text format 0.0.4. */
  render(gauges: Readonly<Record<string, number>>, counters?: readonly Counter[]): string;
}

/** Counts and times of requests, by route id and status: both are closed sets, so the series stay few. */
export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const timings = new Map<string, Timing>();
  return {
    observeRequest(route, status, seconds) {
      const labels = `route="${route}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      const timing = timings.get(route) ?? { counts: buckets.map(() => 0), sum: 0, total: 0 };
      buckets.forEach((limit, at) => {
        if (seconds <= limit) timing.counts[at] = (timing.counts[at] ?? 0) + 1;
      });
      timing.sum += seconds;
      timing.total += 1;
      timings.set(route, timing);
    },
    render(gauges, counters = []) {
      const lines = ["# TYPE punctual_http_requests_total counter"];
      for (const [labels, count] of requests) lines.push(`punctual_http_requests_total{${labels}} ${count}`);
      lines.push("# TYPE punctual_http_request_seconds histogram");
      for (const [route, { counts, sum, total }] of timings) {
        const name = "punctual_http_request_seconds";
        buckets.forEach((limit, at) => {
          lines.push(`${name}_bucket{route="${route}",le="${limit}"} ${counts[at] ?? 0}`);
        });
        lines.push(`${name}_bucket{route="${route}",le="+Inf"} ${total}`);
        lines.push(`${name}_sum{route="${route}"} ${sum.toFixed(6)}`, `${name}_count{route="${route}"} ${total}`);
      }
      for (const { name, label, values } of counters) {
        lines.push(`# TYPE ${name} counter`);
        for (const [value, count] of Object.entries(values)) lines.push(`${name}{${label}="${value}"} ${count}`);
      }
      for (const [name, value] of Object.entries(gauges)) lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
      return `${lines.join("\n")}\n`;
    },
  };
}
