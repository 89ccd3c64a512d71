import type { ReactNode } from "react";

/** What is known of one thing: a name and a value a line, hairlines between. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="divide-y border-y text-sm">{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3 py-2.5">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
