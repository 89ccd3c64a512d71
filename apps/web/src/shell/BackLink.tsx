import { Link, type LinkProps } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";

/** Where one came from, above a page's title. */
export function BackLink({ children, ...link }: LinkProps & { readonly children: string }) {
  return (
    <Link
      {...link}
      className="-ml-1.5 inline-flex min-h-11 items-center gap-1 self-start rounded-md pr-2 text-sm text-ink-soft transition-colors hover:text-ink focus-visible:rounded-md sm:min-h-8"
    >
      <ChevronLeft aria-hidden="true" className="size-4" strokeWidth={1.5} />
      {children}
    </Link>
  );
}
