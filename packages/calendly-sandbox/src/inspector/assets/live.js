// Everything that happens, as it happens. The browser reconnects by itself and says where it left off.

/**
 * @param {(happening: any) => void} onHappening
 * @param {(state: "live" | "lost") => void} onState
 */
export function follow(onHappening, onState) {
  const source = new EventSource("/_sandbox/events");
  for (const kind of ["request", "record", "clock", "fault", "control"]) {
    source.addEventListener(kind, (event) => onHappening(JSON.parse(event.data)));
  }
  source.addEventListener("open", () => onState("live"));
  source.addEventListener("error", () => onState("lost"));
  addEventListener("pagehide", () => source.close());
}
