import { Dialog, Kbd } from "@punctual/react";

const keys: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ["Ctrl", "K"], does: "Search, or go anywhere (⌘ K on a Mac)" },
  { keys: ["/"], does: "Search this page" },
  { keys: ["j"], does: "Next in a list" },
  { keys: ["k"], does: "Previous in a list" },
  { keys: ["Enter"], does: "Open" },
  { keys: ["Esc"], does: "Close, or leave the search" },
  { keys: ["?"], does: "This list" },
];

export default function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())} title="Keyboard">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-3 text-sm">
        {keys.map((row) => (
          <div key={row.does} className="contents">
            <dt className="flex gap-1">
              {row.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-ink-soft">{row.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
