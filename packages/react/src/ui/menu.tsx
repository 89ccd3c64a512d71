import { Menu as Base } from "@base-ui/react/menu";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { floatClasses } from "./float.ts";

/** A list of actions behind a button. `trigger` is the button itself. */
export function Menu(props: {
  readonly trigger: ReactElement;
  /** What it is, for who hears the page: it stands at the end of the document, outside every landmark. */
  readonly label: string;
  readonly align?: "start" | "center" | "end";
  readonly children: ReactNode;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={props.trigger} />
      <Base.Portal render={<section aria-label={props.label} />}>
        <Base.Positioner sideOffset={6} align={props.align ?? "end"} className="z-50 outline-none">
          <Base.Popup className={classNames(floatClasses, "min-w-52 p-1")}>{props.children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem(
  props: ComponentProps<typeof Base.Item> & { readonly icon?: ReactNode; readonly danger?: boolean },
) {
  const { icon, danger, children, ...rest } = props;
  return (
    <Base.Item
      {...rest}
      className={classNames(
        "flex min-h-11 cursor-pointer items-center gap-2.5 rounded-sm px-3 text-sm outline-none select-none sm:min-h-9",
        "data-highlighted:bg-sunken data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:stroke-[1.5]",
        danger ? "text-canceled" : "text-ink",
      )}
    >
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

/** Words at the head of a menu that are not an action: who is signed in, for example. */
export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return <div className="px-3 py-2 text-sm text-ink-soft">{children}</div>;
}
