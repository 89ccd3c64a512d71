import type { UsageWindow } from "@punctual/contract";

/** How far back figures go, in words. */
export const windowWords: Readonly<Record<UsageWindow, string>> = {
  hour: "the last hour",
  day: "the last 24 hours",
  week: "the last 7 days",
};

/** How long each part of such a window is. */
export const partWords: Readonly<Record<UsageWindow, string>> = {
  hour: "a minute",
  day: "half an hour",
  week: "three hours",
};
