import { formatLongDate, useNow, useTimeView } from "@punctual/react";

/** Today's date in the viewer's zone: 'Saturday 21 November'. */
export function Today() {
  const view = useTimeView();
  const now = useNow(60_000);
  return <>{formatLongDate(now, view, now)}</>;
}
