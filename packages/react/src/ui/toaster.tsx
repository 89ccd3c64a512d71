import { Toaster as Sonner } from "sonner";

/** Short news at the edge of the page. Mount once, near the root. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      style={{ fontFamily: "var(--font-sans)" }}
      offset={24}
      mobileOffset={{ bottom: 80 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-3 rounded-md border bg-raised px-4 py-3 text-sm text-ink shadow-float [&_[data-icon]]:mt-0.5",
          title: "font-medium",
          description: "text-ink-soft",
          actionButton: "ml-auto shrink-0 rounded-sm px-2 py-1 font-medium text-accent hover:bg-accent-soft",
          success: "[&_[data-icon]]:text-confirmed",
          error: "[&_[data-icon]]:text-canceled",
          warning: "[&_[data-icon]]:text-attention",
          info: "[&_[data-icon]]:text-waiting",
        },
      }}
    />
  );
}
