import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

interface FieldFace {
  readonly label: string;
  /** Hides the label from sight; it is still read aloud. */
  readonly labelHidden?: boolean;
  /** One line of help, always there. */
  readonly hint?: ReactNode;
  /** What is wrong and what to write instead. */
  readonly error?: string | null;
}

const controlClasses = classNames(
  "w-full rounded-md border border-line-strong bg-raised text-base text-ink transition-colors sm:text-sm",
  "hover:border-ink-soft focus-visible:rounded-md aria-invalid:border-canceled disabled:bg-sunken disabled:text-ink-soft",
);

function Field(props: FieldFace & { readonly id: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1.5", props.className)}>
      <label htmlFor={props.id} className={props.labelHidden ? "sr-only" : "text-sm font-medium text-ink"}>
        {props.label}
      </label>
      {props.children}
      {props.hint === undefined || props.hint === null ? null : (
        <p id={`${props.id}-hint`} className="text-sm text-ink-soft">
          {props.hint}
        </p>
      )}
      {/* Always in the page, so that a screen reader hears the sentence when it comes. */}
      <p id={`${props.id}-error`} aria-live="polite" className="flex gap-1.5 text-sm text-canceled empty:hidden">
        {props.error ? (
          <>
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" strokeWidth={1.5} />
            <span>{props.error}</span>
          </>
        ) : null}
      </p>
    </div>
  );
}

function described(id: string, face: FieldFace) {
  const ids = [face.hint ? `${id}-hint` : null, face.error ? `${id}-error` : null].filter((part) => part !== null);
  return {
    id,
    "aria-invalid": face.error ? true : undefined,
    "aria-describedby": ids.length > 0 ? ids.join(" ") : undefined,
  } as const;
}

function split<P extends FieldFace>(props: P) {
  const { label, labelHidden, hint, error, ...rest } = props;
  const face: FieldFace = {
    label,
    ...(labelHidden === undefined ? {} : { labelHidden }),
    ...(hint === undefined ? {} : { hint }),
    ...(error === undefined ? {} : { error }),
  };
  return { face, rest };
}

export interface TextFieldProps extends FieldFace, Omit<ComponentProps<"input">, "id"> {
  /** An icon inside the field, at its start. */
  readonly icon?: ReactNode;
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  const { face, rest } = split(props);
  const { icon, className, ...input } = rest;
  return (
    <Field id={id} {...face} {...(className === undefined ? {} : { className })}>
      <span className="relative block">
        {icon === undefined ? null : (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 left-3 flex items-center text-ink-soft [&_svg]:size-4 [&_svg]:stroke-[1.5]"
          >
            {icon}
          </span>
        )}
        <input
          type="text"
          {...input}
          {...described(id, face)}
          className={classNames(controlClasses, "h-11 px-3 sm:h-10", icon !== undefined && "pl-9")}
        />
      </span>
    </Field>
  );
}

export interface TextAreaProps extends FieldFace, Omit<ComponentProps<"textarea">, "id"> {}

export function TextArea(props: TextAreaProps) {
  const id = useId();
  const { face, rest } = split(props);
  const { className, ...textarea } = rest;
  return (
    <Field id={id} {...face} {...(className === undefined ? {} : { className })}>
      <textarea
        rows={3}
        {...textarea}
        {...described(id, face)}
        className={classNames(controlClasses, "block resize-y px-3 py-2")}
      />
    </Field>
  );
}

export interface SelectProps extends FieldFace, Omit<ComponentProps<"select">, "id"> {}

/** The system's own list: it is searchable, accessible, and a wheel on phones. */
export function Select(props: SelectProps) {
  const id = useId();
  const { face, rest } = split(props);
  const { className, ...select } = rest;
  return (
    <Field id={id} {...face} {...(className === undefined ? {} : { className })}>
      <span className="relative block">
        <select
          {...select}
          {...described(id, face)}
          className={classNames(controlClasses, "h-11 appearance-none pr-9 pl-3 sm:h-10")}
        />
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-ink-soft"
        >
          <path d="m4 6 4 4 4-4" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </span>
    </Field>
  );
}
