import { useEffect, useState } from "react";

/** Work shorter than this shows no progress: a flash of it would look like a fault. */
export const busyAfterMs = 300;

/** True once `busy` has lasted {@link busyAfterMs} milliseconds. */
export function useShownBusy(busy: boolean, afterMs: number = busyAfterMs): boolean {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!busy) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), afterMs);
    return () => clearTimeout(timer);
  }, [busy, afterMs]);
  return busy && shown;
}
