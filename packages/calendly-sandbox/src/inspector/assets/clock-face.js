// The clock in the header: always the sandbox's time.

import { get } from "./api.js";
import { byId, fill, h } from "./dom.js";
import { sandboxClock } from "./words.js";

const day = new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

function draw() {
  const now = new Date(sandboxClock.now());
  const away = Math.abs(now.getTime() - Date.now()) > 5_000;
  fill(
    byId("clock-face"),
    h("span", { class: "face-time" }, now.toISOString().slice(11, 19)),
    h("span", { class: "face-day" }, `${day.format(now)} ${now.getUTCFullYear()}, UTC`),
    sandboxClock.frozen ? h("span", { class: "badge note" }, "frozen") : null,
    !sandboxClock.frozen && away ? h("span", { class: "badge wait" }, "moved") : null,
  );
}

export async function readClock() {
  sandboxClock.take(await get("/clock"));
  draw();
}

export function startClockFace() {
  setInterval(draw, 1_000);
  return readClock();
}
