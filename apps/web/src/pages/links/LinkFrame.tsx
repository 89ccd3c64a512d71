import { Mark } from "@punctual/react";
import type { ReactNode } from "react";
import { useTitle } from "../../shell/use-title.ts";

/** A page that a mail leads to, for somebody who may not be signed in: one question, nothing beside it. */
export function LinkFrame(props: { readonly title: string; readonly lead?: ReactNode; readonly children?: ReactNode }) {
  useTitle(props.title);
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-page flex-col px-4 py-6 sm:px-6 sm:py-10">
      <header>
        <Mark className="text-xl" />
      </header>
      <main className="mx-auto my-auto w-full max-w-sm py-12">
        <h1 className="text-xl font-semibold">{props.title}</h1>
        {props.lead === undefined ? null : <div className="mt-1 text-ink-soft">{props.lead}</div>}
        {props.children === undefined ? null : <div className="mt-8">{props.children}</div>}
      </main>
    </div>
  );
}
