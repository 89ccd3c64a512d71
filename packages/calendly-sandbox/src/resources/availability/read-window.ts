import type { Call } from "../../http/endpoint.ts";
import type { Reader } from "../../http/reader.ts";

const day = 86_400_000;

/**
 * Both ends of a window in milliseconds, at most so many days long. It begins strictly `in_future`, or at least
 * `not_past`. Null, with the reason in the reader's details, when it may not be asked for.
 */
export function readWindow(
  call: Call,
  reader: Reader,
  limits: { readonly days: number; readonly begins: "in_future" | "not_past" },
): { readonly from: number; readonly to: number } | null {
  const from = reader.instant("start_time", { required: true });
  const to = reader.instant("end_time", { required: true });
  if (from === undefined || to === undefined) return null;
  const fail = (parameter: string, message: string) => {
    reader.details.push({ parameter, message });
    return null;
  };
  const now = call.state.clock.now();
  if (from < now || (from === now && limits.begins === "in_future")) {
    return fail("start_time", "start_time must be in the future");
  }
  if (to <= from) return fail("start_time", "start_time must be before end_time");
  if (to - from > limits.days * day) {
    return fail("end_time", `date range can not be greater than ${limits.days} days`);
  }
  return { from, to };
}
