import type { Slot } from "@punctual/contract";
import { type KeyboardEvent, useState } from "react";
import { formatTime, type TimeView } from "../time/format.ts";
import { classNames } from "../ui/class-names.ts";
import { type DayPart, dayParts, partOf } from "./openings.ts";

const words: Record<DayPart, string> = { morning: "Morning", afternoon: "Afternoon", evening: "Evening" };

/** The openings of a day by its parts. One stop for Tab; arrows walk the times. */
export function SlotGroups(props: {
  readonly slots: readonly Slot[];
  readonly view: TimeView;
  readonly selected: string | null;
  readonly onSelect: (slot: Slot) => void;
}) {
  const [focused, setFocused] = useState<string | null>(null);
  const starts = props.slots.map((slot) => slot.startAt);
  const stop = [focused, props.selected].find((start) => start !== null && starts.includes(start)) ?? starts[0];
  return (
    <div className="flex flex-col gap-5" data-slots="">
      {dayParts.map((part) => {
        const slots = props.slots.filter((slot) => partOf(slot, props.view.timeZone) === part);
        if (slots.length === 0) return null;
        return (
          <fieldset key={part} className="grid min-w-0 gap-2 sm:grid-cols-[6rem_minmax(0,1fr)] sm:gap-6">
            <legend className="sr-only">{words[part]}</legend>
            <span aria-hidden="true" className="text-sm text-ink-soft sm:pt-2.5">
              {words[part]}
            </span>
            <div className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2">
              {slots.map((slot) => (
                <button
                  key={slot.startAt}
                  type="button"
                  data-slot={slot.startAt}
                  aria-pressed={slot.startAt === props.selected}
                  tabIndex={slot.startAt === stop ? 0 : -1}
                  onFocus={() => setFocused(slot.startAt)}
                  onClick={() => props.onSelect(slot)}
                  onKeyDown={walk}
                  className={classNames(
                    "flex min-h-11 flex-col items-center justify-center rounded-md border px-2 text-base font-medium transition-colors focus-visible:rounded-md",
                    slot.startAt === props.selected
                      ? "border-accent bg-accent text-on-accent"
                      : "border-line bg-raised text-ink hover:border-accent hover:text-accent",
                  )}
                >
                  {formatTime(slot.startAt, props.view)}
                  {slot.seatsLeft > 1 ? <span className="text-xs font-normal">{slot.seatsLeft} seats</span> : null}
                </button>
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}

/** Left and right go by time; up and down go to the nearest time in the row above or below. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const from = event.currentTarget;
  const slots = [...(from.closest("[data-slots]")?.querySelectorAll<HTMLElement>("[data-slot]") ?? [])];
  const to = neighbour(event.key, slots, slots.indexOf(from), from);
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
}

function neighbour(key: string, slots: readonly HTMLElement[], at: number, from: HTMLElement): HTMLElement | undefined {
  if (key === "ArrowRight") return slots[at + 1];
  if (key === "ArrowLeft") return slots[at - 1];
  if (key === "Home") return slots[0];
  if (key === "End") return slots.at(-1);
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const origin = from.getBoundingClientRect();
  const down = key === "ArrowDown";
  const rows = slots
    .map((slot) => ({ slot, box: slot.getBoundingClientRect() }))
    .filter(({ box }) => (down ? box.top > origin.bottom - 1 : box.bottom < origin.top + 1));
  const nearestTop = down ? Math.min(...rows.map(({ box }) => box.top)) : Math.max(...rows.map(({ box }) => box.top));
  return rows
    .filter(({ box }) => Math.abs(box.top - nearestTop) < 2)
    .toSorted((a, b) => Math.abs(a.box.left - origin.left) - Math.abs(b.box.left - origin.left))[0]?.slot;
}
