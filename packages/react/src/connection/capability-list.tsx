import { type Capability, capabilityNames } from "@punctual/contract";
import { CircleCheck, CircleDashed, CircleMinus, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../ui/class-names.ts";
import { capabilityWords, stateWordsOf, summaryOf, wayTo } from "./capability-words.ts";

/** What Punctual can do with an account: what is missing first, with why it matters and how to get it. */
export function CapabilityList(props: {
  readonly capabilities: readonly Capability[];
  /** What stands beside the sentence: when it was found out, a button to do so again. */
  readonly aside?: ReactNode;
}) {
  const inOrder = props.capabilities.toSorted(byPlace);
  const open = inOrder.filter(({ state }) => state !== "available").toSorted(neededFirst);
  const available = inOrder.filter(({ state }) => state === "available");
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p className="text-base text-ink">{summaryOf(props.capabilities)}</p>
        {props.aside}
      </div>
      <ul className="divide-y border-y">
        {[...open, ...available].map((capability) => (
          <CapabilityRow key={capability.name} capability={capability} />
        ))}
      </ul>
    </div>
  );
}

function CapabilityRow({ capability }: { readonly capability: Capability }) {
  const { name, why, needed } = capabilityWords[capability.name];
  const available = capability.state === "available";
  const tone = available ? "text-confirmed" : lacks(capability) && needed ? "text-attention" : "text-ink-soft";
  const way = wayTo(capability);
  return (
    <li className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[minmax(0,1fr)_12rem]">
      <div className="min-w-0">
        <p className="text-sm font-medium text-ink">{name}</p>
        {available ? null : (
          <p className="mt-0.5 text-sm text-ink-soft">
            {why}
            {way === null ? null : <span className="text-ink"> {way}</span>}
          </p>
        )}
      </div>
      <p className={classNames("flex items-start gap-2 text-sm sm:justify-end", tone)}>
        <StateIcon capability={capability} />
        {stateWordsOf(capability)}
      </p>
    </li>
  );
}

function StateIcon({ capability }: { readonly capability: Capability }) {
  const look = { "aria-hidden": true, className: "mt-0.5 size-4 shrink-0", strokeWidth: 1.5 } as const;
  if (capability.state === "available") return <CircleCheck {...look} />;
  if (capability.state === "unknown") return <CircleDashed {...look} />;
  return capabilityWords[capability.name].needed ? <TriangleAlert {...look} /> : <CircleMinus {...look} />;
}

function lacks({ state }: Capability): boolean {
  return state.startsWith("missing_");
}

function byPlace(a: Capability, b: Capability): number {
  return capabilityNames.indexOf(a.name) - capabilityNames.indexOf(b.name);
}

function neededFirst(a: Capability, b: Capability): number {
  return Number(capabilityWords[b.name].needed) - Number(capabilityWords[a.name].needed);
}
