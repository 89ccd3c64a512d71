import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

/** One of a few, all in sight. Radio buttons underneath, so arrows, forms and screen readers just work. */
export function SegmentedControl<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[];
  readonly className?: string;
}) {
  const name = useId();
  return (
    <fieldset className={classNames("inline-flex min-w-0 rounded-md bg-sunken p-1", props.className)}>
      <legend className="sr-only">{props.label}</legend>
      {props.options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            "relative flex min-h-11 flex-1 items-center justify-center rounded-sm px-3 text-sm font-medium whitespace-nowrap transition-colors sm:min-h-8",
            "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
            option.value === props.value
              ? "bg-raised text-ink shadow-[0_0_0_1px_var(--color-line)]"
              : "text-ink-soft hover:text-ink",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          <span className="pointer-events-none">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
