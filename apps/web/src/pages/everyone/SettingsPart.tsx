import type { ReactNode } from "react";

/** One subject of the settings: what it is on the left, what can be done on the right. */
export function SettingsPart(props: { readonly title: string; readonly lead: string; readonly children: ReactNode }) {
  return (
    <section className="grid gap-x-16 gap-y-4 border-t pt-6 md:grid-cols-[16rem_minmax(0,28rem)]">
      <div>
        <h2 className="text-base font-semibold">{props.title}</h2>
        <p className="mt-1 text-sm text-ink-soft">{props.lead}</p>
      </div>
      <div className="min-w-0">{props.children}</div>
    </section>
  );
}
