import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

/** Several views of one thing. For a filter use {@link SegmentedControl}. */
export function Tabs(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly tabs: readonly { readonly value: string; readonly label: ReactNode; readonly content: ReactNode }[];
}) {
  return (
    <Base.Root value={props.value} onValueChange={(value) => props.onChange(String(value))}>
      <Base.List aria-label={props.label} className="flex gap-6 overflow-x-auto border-b">
        {props.tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="-mb-px min-h-11 border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-ink-soft transition-colors hover:text-ink data-active:border-accent data-active:text-ink"
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {props.tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-6">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
