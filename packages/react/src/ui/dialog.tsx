import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { classNames } from "./class-names.ts";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  /** What this is about, under the title. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the main one last. */
  readonly actions?: ReactNode;
  /** While work is under way the dialog stays. */
  readonly dismissible?: boolean;
}

/** A dialog; on a phone a sheet that comes from the bottom, where the thumb is. */
export function Dialog(props: DialogProps) {
  const dismissible = props.dismissible ?? true;
  return (
    <Base.Root
      open={props.open}
      onOpenChange={(open) => {
        if (open || dismissible) props.onOpenChange(open);
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 min-h-dvh bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          className={classNames(
            "fixed z-50 flex flex-col bg-raised text-ink shadow-float outline-none transition-[transform,opacity]",
            "inset-x-0 bottom-0 max-h-[88dvh] rounded-t-lg pb-[env(safe-area-inset-bottom)]",
            "data-ending-style:translate-y-full data-starting-style:translate-y-full",
            "sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-[calc(100vw-3rem)] sm:max-w-dialog sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg sm:border sm:pb-0",
            "sm:data-ending-style:-translate-y-[48%] sm:data-ending-style:opacity-0 sm:data-starting-style:-translate-y-[48%] sm:data-starting-style:opacity-0",
          )}
        >
          <div className="pr-16 pl-5 pt-4 sm:pl-6 sm:pt-5">
            <Base.Title className="pt-1.5 text-lg font-semibold">{props.title}</Base.Title>
          </div>
          <div className="min-h-0 overflow-y-auto overscroll-contain px-5 pb-5 sm:px-6 sm:pb-6">
            {props.description === undefined ? null : (
              <Base.Description className="mt-1 text-sm text-ink-soft" render={<div />}>
                {props.description}
              </Base.Description>
            )}
            {props.children === undefined ? null : <div className="mt-5">{props.children}</div>}
          </div>
          {props.actions === undefined ? null : (
            <div className="flex flex-col-reverse gap-2 border-t px-5 py-4 sm:flex-row sm:justify-end sm:px-6">
              {props.actions}
            </div>
          )}
          {/* Last, so that the first field or button takes the focus when the dialog opens. */}
          {dismissible ? (
            <Base.Close
              render={<IconButton label="Close" icon={<X />} className="absolute top-3 right-3 sm:top-4" />}
            />
          ) : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
