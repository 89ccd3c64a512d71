import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** Rows of 44 px, hairlines between, nothing else. Scrolls within itself where it must, never the page. */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { readonly label: string }) {
  return (
    <section aria-label={label} className="overflow-x-auto rounded-sm">
      <table {...rest} className={classNames("w-full border-collapse text-left text-sm", className)} />
    </section>
  );
}

export function TableHead(props: ComponentProps<"thead">) {
  return <thead {...props} className={classNames("border-b text-xs text-ink-soft", props.className)} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} className={classNames("divide-y", props.className)} />;
}

export function TableRow(props: ComponentProps<"tr">) {
  return <tr {...props} className={classNames("transition-colors hover:bg-sunken/60", props.className)} />;
}

export function TableHeader(props: ComponentProps<"th"> & { readonly numeric?: boolean }) {
  const { numeric, className, ...rest } = props;
  return (
    <th
      scope="col"
      {...rest}
      className={classNames("h-9 px-3 font-medium first:pl-0 last:pr-0", numeric && "text-right", className)}
    />
  );
}

export function TableCell(props: ComponentProps<"td"> & { readonly numeric?: boolean }) {
  const { numeric, className, ...rest } = props;
  return (
    <td {...rest} className={classNames("h-11 px-3 py-2 first:pl-0 last:pr-0", numeric && "text-right", className)} />
  );
}
