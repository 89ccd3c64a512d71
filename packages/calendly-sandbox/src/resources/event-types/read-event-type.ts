import { type LocationKind, locationKinds } from "@punctual/calendly";
import type { Parameters } from "../../http/input.ts";
import type { Reader } from "../../http/reader.ts";
import type { EventType, LocationConfiguration } from "../../world/types.ts";

const locales = ["en", "fr", "es", "de", "nl", "pt", "it", "uk"] as const;
const buffers = [0, 5, 10, 15, 30, 45, 60, 90, 120, 150, 180];
const textLimit = 255;
const descriptionLimit = 10_000;

export const minutes = { least: 1, most: 720 } as const;

/** What `POST` and `PATCH /event_types` take. Whatever else a body has, a slug or questions, is ignored. */
export type EventTypeSettings = Partial<
  Pick<
    EventType,
    | "active"
    | "description"
    | "durationMinutes"
    | "durationOptions"
    | "locations"
    | "color"
    | "locale"
    | "incrementMinutes"
    | "beforeBufferMinutes"
    | "afterBufferMinutes"
  >
>;

/** Whether the body speaks of a parameter, be it to empty it. */
const speaksOf = (body: Parameters, name: string): boolean => Object.hasOwn(body, name);

/** One place to meet. Null when it is invalid, which the reader then knows. */
export function readLocation(reader: Reader): LocationConfiguration | null {
  const kind: LocationKind | undefined = reader.choice("kind", locationKinds, { required: true });
  const location = reader.string("location", { longest: textLimit });
  const more = reader.string("additional_info", { longest: textLimit });
  const phone = reader.string("phone_number", { required: kind === "inbound_call", longest: textLimit });
  if (kind === undefined) return null;
  const hasPlace = kind === "physical" || kind === "custom" || kind === "ask_invitee";
  return {
    kind,
    ...(location !== undefined && hasPlace ? { location } : {}),
    ...(more !== undefined && (kind === "physical" || kind === "inbound_call") ? { additional_info: more } : {}),
    ...(phone !== undefined && kind === "inbound_call" ? { phone_number: phone } : {}),
  };
}

/** Null for no choice at all, or a choice of one. */
function readOptions(reader: Reader, duration: number): readonly number[] | null | undefined {
  const options = reader.integers("duration_options", { ...minutes, longest: 4 });
  if (options === undefined) return undefined;
  const fail = (message: string) => {
    reader.details.push({ parameter: "duration_options", message });
    return undefined;
  };
  if (new Set(options).size < options.length) return fail("must be unique");
  if (options.length > 0 && !options.includes(duration)) return fail("must include duration");
  return options.length > 1 ? options : null;
}

function readBuffer(reader: Reader, name: string): number | undefined {
  const buffer = reader.integer(name, { least: 0, most: 180 });
  if (buffer === undefined || buffers.includes(buffer)) return buffer;
  reader.details.push({ parameter: name, message: `must be one of: ${buffers.join(", ")}` });
  return undefined;
}

/** The settings that a body has. `before` are those that stand: the choice of durations must include the duration. */
export function readSettings(
  body: Parameters,
  reader: Reader,
  before: Pick<EventType, "durationMinutes" | "durationOptions">,
): EventTypeSettings {
  const active = reader.boolean("active");
  const description = reader.string("description", { longest: descriptionLimit });
  const durationMinutes = reader.integer("duration", minutes);
  const duration = durationMinutes ?? before.durationMinutes;
  const durationOptions = speaksOf(body, "duration_options")
    ? reader.has("duration_options")
      ? readOptions(reader, duration)
      : null
    : undefined;
  if (durationOptions === undefined && before.durationOptions?.includes(duration) === false) {
    reader.details.push({ parameter: "duration_options", message: "must include duration" });
  }
  const locations = reader.objects("locations")?.map(readLocation);
  const color = reader.string("color");
  if (color !== undefined && !/^#[a-f\d]{6}$/.test(color)) {
    reader.details.push({ parameter: "color", message: "is invalid" });
  }
  const locale = reader.choice("locale", locales);
  const incrementMinutes = reader.integer("start_time_increment", { least: 5, most: 720 });
  const beforeBufferMinutes = readBuffer(reader, "before_buffer");
  const afterBufferMinutes = readBuffer(reader, "after_buffer");
  return {
    ...(active === undefined ? {} : { active }),
    ...(speaksOf(body, "description") ? { description: description ?? null } : {}),
    ...(durationMinutes === undefined ? {} : { durationMinutes }),
    ...(durationOptions === undefined ? {} : { durationOptions }),
    ...(speaksOf(body, "locations") ? { locations: placesOf(locations) } : {}),
    ...(color === undefined ? {} : { color }),
    ...(locale === undefined ? {} : { locale }),
    ...(incrementMinutes === undefined ? {} : { incrementMinutes }),
    ...(beforeBufferMinutes === undefined ? {} : { beforeBufferMinutes }),
    ...(afterBufferMinutes === undefined ? {} : { afterBufferMinutes }),
  };
}

function placesOf(locations: readonly (LocationConfiguration | null)[] | undefined): EventType["locations"] {
  const places = (locations ?? []).filter((one) => one !== null);
  return places.length > 0 ? places : null;
}

/** The name in a body: required, or undefined when a change does not speak of it. It can not be emptied. */
export function readName(
  body: Parameters,
  reader: Reader,
  options: { readonly required: boolean; readonly longest: number },
): string | undefined {
  const required = options.required || speaksOf(body, "name");
  const name = reader.string("name", { required, longest: options.longest })?.trim();
  if (name === "") reader.details.push({ parameter: "name", message: "is missing" });
  return name;
}
