/** True for an IANA zone that the runtime's `Intl` knows. Bare offsets (`+02:00`) are none: they know no summer time. */
export function isTimeZone(value: string): boolean {
  if (!/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
