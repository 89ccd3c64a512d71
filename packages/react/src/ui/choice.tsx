import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

interface ChoiceProps extends Omit<ComponentProps<"input">, "type" | "id" | "children"> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Hides the label from sight; it is still read aloud. */
  readonly labelHidden?: boolean;
}

interface ChoiceIds {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
}

function Choice(props: ChoiceProps & { readonly control: (ids: ChoiceIds) => ReactNode }) {
  const id = useId();
  const hintId = props.hint === undefined ? undefined : `${id}-hint`;
  return (
    <label
      htmlFor={id}
      className={classNames("inline-flex min-h-11 items-start gap-3 py-3 sm:min-h-8 sm:py-1.5", props.className)}
    >
      {props.control({ id, "aria-describedby": hintId })}
      <span className={props.labelHidden ? "sr-only" : "min-w-0 text-sm text-ink"}>
        {props.label}
        {props.hint === undefined ? null : (
          <span id={hintId} className="block text-ink-soft">
            {props.hint}
          </span>
        )}
      </span>
    </label>
  );
}

/** A box that is drawn over its input, and what is seen in it while it is chosen. */
function Box({
  input,
  shape,
  mark,
}: {
  readonly input: ComponentProps<"input">;
  readonly shape: string;
  readonly mark: ReactNode;
}) {
  return (
    <span className="relative mt-px inline-flex size-[18px] shrink-0">
      <input
        {...input}
        className={classNames(
          "peer size-full appearance-none border border-line-strong bg-raised transition-colors checked:border-accent checked:bg-accent disabled:opacity-55",
          shape,
        )}
      />
      {mark}
    </span>
  );
}

/** One thing that is so or not so; takes effect when the form is sent. */
export function Checkbox(props: ChoiceProps) {
  const { label, hint, labelHidden, className, ...input } = props;
  return (
    <Choice
      {...props}
      control={(ids) => (
        <Box
          input={{ type: "checkbox", ...input, ...ids }}
          shape="rounded-sm"
          mark={
            <svg
              aria-hidden="true"
              viewBox="0 0 18 18"
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              className="pointer-events-none absolute inset-0 hidden text-on-accent peer-checked:block"
            >
              <path d="m4.5 9.5 3 3 6-7" strokeLinecap="round" strokeLinejoin="round" />
            </svg>
          }
        />
      )}
    />
  );
}

/** One of several that exclude each other, by one `name`; takes effect when the form is sent. */
export function Radio(props: ChoiceProps) {
  const { label, hint, labelHidden, className, ...input } = props;
  return (
    <Choice
      {...props}
      control={(ids) => (
        <Box
          input={{ type: "radio", ...input, ...ids }}
          shape="rounded-full focus-visible:rounded-full"
          mark={
            <span
              aria-hidden="true"
              className="pointer-events-none absolute inset-[6px] hidden rounded-full bg-on-accent peer-checked:block"
            />
          }
        />
      )}
    />
  );
}

/** One thing that is on or off; takes effect at once. */
export function Switch(props: ChoiceProps) {
  const { label, hint, labelHidden, className, ...input } = props;
  return (
    <Choice
      {...props}
      control={(ids) => (
        <span className="relative mt-px inline-flex h-5 w-9 shrink-0">
          <input
            type="checkbox"
            {...{ role: "switch" }}
            {...input}
            {...ids}
            className="peer size-full appearance-none rounded-full border border-line-strong bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:opacity-55 focus-visible:rounded-full"
          />
          <span
            aria-hidden="true"
            className="pointer-events-none absolute top-[3px] left-[3px] size-3.5 rounded-full bg-ink-soft transition-transform peer-checked:translate-x-4 peer-checked:bg-on-accent"
          />
        </span>
      )}
    />
  );
}
