import { Check, Copy } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button } from "./button.tsx";

/** A secret that is shown this once: to be copied, with what becomes of it. */
export function SecretField(props: { readonly label: string; readonly secret: string; readonly warning: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<"yes" | "no" | null>(null);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(props.secret);
      setCopied("yes");
    } catch {
      // Not allowed, or no secure page: then the person copies what is marked.
      field.current?.select();
      setCopied("no");
    }
  }

  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {props.label}
      </label>
      <div className="flex gap-2 max-sm:flex-col">
        <input
          id={id}
          ref={field}
          readOnly
          value={props.secret}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${id}-warning`}
          onFocus={(event) => event.currentTarget.select()}
          className="h-11 w-full min-w-0 rounded-md border border-line-strong bg-sunken px-3 font-mono text-sm text-ink sm:h-10"
        />
        <Button
          icon={copied === "yes" ? <Check strokeWidth={1.5} /> : <Copy strokeWidth={1.5} />}
          onClick={() => void copy()}
        >
          {copied === "yes" ? "Copied" : "Copy"}
        </Button>
      </div>
      <p id={`${id}-warning`} className="rounded-md bg-attention-soft px-3 py-2 text-sm text-attention">
        {props.warning}
      </p>
      <p role="status" className="text-sm text-ink-soft empty:hidden">
        {copied === "yes" ? "It is in the clipboard." : copied === "no" ? "It is marked: copy it from there." : null}
      </p>
    </div>
  );
}
