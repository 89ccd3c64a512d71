import { Link } from "@tanstack/react-router";

interface Part {
  readonly to: "/sync" | "/sync/drift" | "/sync/usage" | "/services" | "/services/outgoing";
  readonly label: string;
}

/** The way between the pages of one subject. */
export function PartTabs({ label, parts }: { readonly label: string; readonly parts: readonly Part[] }) {
  return (
    <nav aria-label={label} className="-mx-2 mb-8 flex gap-1 overflow-x-auto border-b">
      {parts.map((part) => (
        <Link
          key={part.to}
          to={part.to}
          // Also while the page is narrowed, or one of its things is open.
          activeOptions={{ exact: true, includeSearch: false }}
          className="min-h-11 shrink-0 border-b-2 border-transparent px-3 py-2.5 text-sm text-ink-soft hover:text-ink sm:min-h-0 [&.active]:border-accent [&.active]:text-ink"
        >
          {part.label}
        </Link>
      ))}
    </nav>
  );
}
