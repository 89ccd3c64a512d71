import { Ban, Check, CircleDot, Clock, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type Tone = "confirmed" | "attention" | "canceled" | "waiting" | "accent" | "neutral";

/** Text and ground of each tone: a pair that the contrast test knows. */
export const toneClasses: Record<Tone, string> = {
  confirmed: "bg-confirmed-soft text-confirmed",
  attention: "bg-attention-soft text-attention",
  canceled: "bg-canceled-soft text-canceled",
  waiting: "bg-waiting-soft text-waiting",
  accent: "bg-accent-soft text-accent-strong",
  neutral: "bg-sunken text-ink-soft",
};

const toneIcons: Record<Tone, LucideIcon> = {
  confirmed: Check,
  attention: TriangleAlert,
  canceled: Ban,
  waiting: Clock,
  accent: CircleDot,
  neutral: Info,
};

/** A state in colour, icon and word together; colour alone never says anything. */
export function Badge(props: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon | null;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const tone = props.tone ?? "neutral";
  const Icon = props.icon === undefined ? toneIcons[tone] : props.icon;
  return (
    <span
      className={classNames(
        "inline-flex h-6 items-center gap-1.5 rounded-sm px-2 text-xs font-medium whitespace-nowrap",
        toneClasses[tone],
        props.className,
      )}
    >
      {Icon === null ? null : <Icon aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={1.75} />}
      {props.children}
    </span>
  );
}
