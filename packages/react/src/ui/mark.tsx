/** The word with its full stop. `aria-label` is left to the link around it. */
export function Mark({ className = "text-lg" }: { readonly className?: string }) {
  return (
    <span className={`${className} font-semibold tracking-tight text-ink`}>
      Punctual<span className="text-accent">.</span>
    </span>
  );
}

/** The full stop alone: the icon. */
export function MarkDot({ className = "size-6" }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <circle cx="12" cy="12" r="10" fill="none" stroke="var(--color-accent)" strokeWidth="1.5" strokeOpacity="0.35" />
      <circle cx="12" cy="12" r="5" fill="var(--color-accent)" />
    </svg>
  );
}
