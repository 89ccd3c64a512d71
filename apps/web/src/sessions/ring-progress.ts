const nearMs = 60 * 60_000;

/**
 * How full the ring around the countdown is: it fills during the hour before a session and stays full while the
 * session runs. Null when the session is further away, or over. `now` in milliseconds.
 */
export function ringProgress(
  session: { readonly startAt: string; readonly endAt: string },
  now: number,
): number | null {
  const left = Date.parse(session.startAt) - now;
  if (left > nearMs || now >= Date.parse(session.endAt)) return null;
  return left <= 0 ? 1 : 1 - left / nearMs;
}
