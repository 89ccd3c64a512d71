import { Popover as Base } from "@base-ui/react/popover";
import { classNames } from "./class-names.ts";
import { floatClasses } from "./float.ts";
import type { PopoverProps } from "./popover.tsx";

/** What floats, and where it is placed: the larger part of a popover. */
export default function PopoverPanel(props: PopoverProps) {
  return (
    <Base.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <Base.Trigger render={props.trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} collisionPadding={12} align={props.align ?? "start"} className="z-50">
          <Base.Popup className={classNames(floatClasses, "w-80 max-w-(--available-width) p-4")}>
            <Base.Title className="mb-3 text-sm font-medium">{props.title}</Base.Title>
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
