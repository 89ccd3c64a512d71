import type { ComponentProps, ReactNode } from "react";
import { useShownBusy } from "./busy.ts";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "medium" | "small";

const variants: Record<ButtonVariant, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-strong",
  secondary: "bg-raised text-ink border-line-strong/50 hover:border-line-strong hover:bg-sunken",
  quiet: "bg-transparent text-ink border-transparent hover:bg-sunken",
  danger: "bg-canceled text-on-canceled border-transparent hover:bg-canceled/90",
};

const sizes: Record<ButtonSize, string> = {
  medium: "min-h-11 px-4 text-sm sm:min-h-10",
  small: "min-h-11 px-3 text-sm sm:min-h-8",
};

/** The looks of a button, for elements that are links by nature and actions by appearance. */
export function buttonClasses(
  options: { readonly variant?: ButtonVariant; readonly size?: ButtonSize; readonly className?: string } = {},
): string {
  return classNames(
    "relative inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors active:translate-y-px disabled:opacity-55 disabled:active:translate-y-0 aria-disabled:opacity-55",
    "focus-visible:rounded-md [&_svg]:size-4 [&_svg]:shrink-0",
    variants[options.variant ?? "secondary"],
    sizes[options.size ?? "medium"],
    options.className,
  );
}

export interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** An icon before the label. */
  readonly icon?: ReactNode;
  /** Work is under way: presses are ignored, and after 300 ms the button says so. */
  readonly busy?: boolean;
  /** What is said while busy, for example 'Canceling'. */
  readonly busyLabel?: string;
}

export function Button(props: ButtonProps) {
  const { variant, size, icon, busy = false, busyLabel, className, children, disabled, onClick, ...rest } = props;
  const shown = useShownBusy(busy);
  return (
    <button
      type="button"
      {...rest}
      className={buttonClasses({
        ...(variant === undefined ? {} : { variant }),
        ...(size === undefined ? {} : { size }),
        ...(className === undefined ? {} : { className }),
      })}
      disabled={disabled}
      // Not `disabled` while busy: that would take the focus away from whoever pressed it.
      aria-disabled={busy || undefined}
      aria-busy={shown || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {shown ? <Spinner /> : icon}
      {shown && busyLabel !== undefined ? busyLabel : children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "children"> {
  /** What the button does; read aloud and shown on hover. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly variant?: "quiet" | "secondary";
}

export function IconButton({ label, icon, variant = "quiet", className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classNames(
        "inline-flex size-11 shrink-0 items-center justify-center rounded-md border transition-colors sm:size-10",
        "disabled:opacity-40 focus-visible:rounded-md [&_svg]:size-[18px] [&_svg]:stroke-[1.5]",
        variant === "quiet"
          ? "border-transparent text-ink-soft hover:bg-sunken hover:text-ink disabled:hover:bg-transparent"
          : "border-line-strong/50 bg-raised text-ink hover:bg-sunken",
        className,
      )}
    >
      {icon}
    </button>
  );
}

/** An action that reads as part of a sentence. */
export function TextButton({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" {...rest} className={classNames(textLinkClasses, className)} />;
}

/** The looks of a link within text. */
export const textLinkClasses =
  "text-accent underline decoration-accent/35 underline-offset-[3px] transition-colors hover:decoration-accent disabled:opacity-55";
