export { BackfillProgress } from "./backfill-progress.tsx";
export { DriftList, type DriftListProps } from "./drift-list.tsx";
export { fleetSentence } from "./drift-words.ts";
export { OwnDrift } from "./own-drift.tsx";
