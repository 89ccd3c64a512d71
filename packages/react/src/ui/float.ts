import { classNames } from "./class-names.ts";

/** The ground of everything that floats beside its trigger. */
export const floatClasses = classNames(
  "origin-(--transform-origin) rounded-md border bg-raised text-ink shadow-float outline-none transition-[scale,opacity]",
  "data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0",
);
