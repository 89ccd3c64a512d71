import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense } from "react";

export interface PopoverProps {
  readonly trigger: ReactElement<{ onClick?: () => void }>;
  readonly title: string;
  readonly align?: "start" | "center" | "end";
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

// No page waits for it. Where it does not come, the page goes on without.
const PopoverPanel = lazy(() => import("./popover-panel.tsx").catch(() => ({ default: TriggerAlone })));

/** A small panel beside its trigger, for a choice that needs more than a list. */
export function Popover(props: PopoverProps) {
  return (
    <Suspense fallback={<TriggerAlone {...props} />}>
      <PopoverPanel {...props} />
    </Suspense>
  );
}

/** A press is kept: the panel opens as soon as it is there. */
function TriggerAlone({ trigger, onOpenChange }: PopoverProps) {
  return cloneElement(trigger, { onClick: () => onOpenChange(true) });
}
