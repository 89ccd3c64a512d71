import type { CoachDrift, FleetDrift } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { csvLine } from "../../platform/csv.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { everyCoachDrift, getFleetDrift } from "./get-drift.ts";

/** The whole of the programme's certificates as a file, written while it is read. */
export async function sendDrift(context: Context, _admin: AuthorizedAdmin, format: "csv" | "json"): Promise<Response> {
  const fleet = await getFleetDrift(context);
  const coaches = everyCoachDrift(context);
  const text = format === "csv" ? csvOf(coaches) : jsonOf(fleet, coaches);
  return new Response(streamOf(text), {
    headers: {
      "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/json",
      "content-disposition": `attachment; filename="punctual-drift-${fleet.at.slice(0, 10)}.${format}"`,
      "cache-control": "no-store",
    },
  });
}

function streamOf(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await text.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await text.return(undefined);
    },
  });
}

async function* jsonOf(fleet: FleetDrift, coaches: AsyncIterable<CoachDrift>): AsyncGenerator<string> {
  yield `{"fleet":${JSON.stringify(fleet)},"items":[`;
  let separator = "";
  for await (const coach of coaches) {
    yield separator + JSON.stringify(coach);
    separator = ",";
  }
  yield "]}\n";
}

const columns: readonly (readonly [title: string, value: (line: CoachDrift) => string | number | null])[] = [
  ["coach", ({ coach }) => coach.name],
  ["coach_id", ({ coach }) => coach.id],
  ["connection", ({ connection }) => connection],
  ["compared_at", ({ certificate }) => certificate.newest?.endedAt ?? null],
  ["depth", ({ certificate }) => certificate.newest?.depth ?? null],
  ["from", ({ certificate }) => certificate.newest?.from ?? null],
  ["sessions_compared", ({ certificate }) => certificate.newest?.sessionsCompared ?? null],
  ["invitees_compared", ({ certificate }) => certificate.newest?.inviteesCompared ?? null],
  ["found", ({ certificate }) => certificate.newest?.found ?? null],
  ["repaired", ({ certificate }) => certificate.newest?.repaired ?? null],
  ["remaining", ({ certificate }) => certificate.remaining],
  ["fields", ({ certificate }) => fieldsOf(certificate)],
  ["fully_compared_at", ({ certificate }) => certificate.full?.endedAt ?? null],
  ["trouble", ({ certificate }) => certificate.failed?.trouble ?? null],
];

async function* csvOf(coaches: AsyncIterable<CoachDrift>): AsyncGenerator<string> {
  yield csvLine(columns.map(([title]) => title));
  for await (const line of coaches) yield csvLine(columns.map(([, value]) => value(line)));
}

function fieldsOf({ newest }: CoachDrift["certificate"]): string {
  return [...new Set(newest?.differences.flatMap(({ fields }) => fields) ?? [])].sort().join(" ");
}
