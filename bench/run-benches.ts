import { parseArgs } from "node:util";
import type { Figure } from "./figure.ts";
import type { BenchOptions } from "./options.ts";
import { benchSandbox } from "./sandbox.ts";
import { benchSessionList } from "./session-list.ts";
import { benchSlotEngine } from "./slot-engine.ts";
import { benchStart } from "./start-up.ts";
import { benchSync } from "./sync.ts";
import { benchWebhookApply } from "./webhook-apply.ts";
import { benchWebhookIntake } from "./webhook-intake.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    /** Fewer rows and rounds: for trying a change, not for the record. */
    quick: { type: "boolean", default: false },
    only: { type: "string" },
  },
});

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<Figure[]>>> = {
  start: benchStart,
  sandbox: benchSandbox,
  "session-list": benchSessionList,
  "slot-engine": benchSlotEngine,
  sync: benchSync,
  "webhook-intake": benchWebhookIntake,
  "webhook-apply": benchWebhookApply,
};

const options: BenchOptions = {
  quick: values.quick,
  say: (sentence) => {
    if (!values.json) console.log(`· ${sentence}`);
  },
};

const chosen = values.only === undefined ? Object.keys(benches) : values.only.split(",");
const unknown = chosen.filter((name) => benches[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no bench '${unknown.join("', '")}'. The benches are: ${Object.keys(benches).join(", ")}.`);
  process.exit(1);
}

const figures: Figure[] = [];
for (const name of chosen) {
  const made = (await benches[name]?.(options)) ?? [];
  figures.push(...made);
  if (values.json) for (const figure of made) console.log(JSON.stringify(figure));
}
if (!values.json) printTable(figures);
if (figures.some(({ ok }) => !ok)) process.exitCode = 1;

function printTable(rows: readonly Figure[]): void {
  const cells = rows.map((row) => [
    row.ok ? "✓" : "✗",
    row.name,
    `${row.value} ${row.unit}`,
    row.baseline === null ? "" : `${row.baseline} ${row.unit}`,
    row.ratio === null ? "" : `${row.ratio}x`,
    row.target ?? "",
  ]);
  const header = ["", "figure", "value", "baseline", "ratio", "target"];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => (row[column] ?? "").length)),
  );
  for (const row of [header, ...cells])
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}
