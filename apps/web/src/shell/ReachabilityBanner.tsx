import { TextButton } from "@punctual/react";
import { useQueryClient } from "@tanstack/react-query";
import { WifiOff } from "lucide-react";
import { useReachability } from "./reachability.ts";

/** Says when what is on the page may be old, and why. Silent otherwise. */
export function ReachabilityBanner() {
  const queryClient = useQueryClient();
  const reachability = useReachability();
  return (
    <div role="status">
      {reachability === "reachable" ? null : (
        <p className="flex items-start gap-2 bg-attention-soft px-4 py-2 text-sm text-attention sm:justify-center">
          <WifiOff aria-hidden="true" className="mt-0.5 size-4 shrink-0" strokeWidth={1.5} />
          <span>
            {reachability === "offline"
              ? "You are offline. This page shows what was last loaded and catches up by itself."
              : "Punctual does not answer just now. This page shows what was last loaded."}{" "}
            {reachability === "offline" ? null : (
              <TextButton
                className="text-attention!"
                onClick={() => void queryClient.refetchQueries({ type: "active" })}
              >
                Try again
              </TextButton>
            )}
          </span>
        </p>
      )}
    </div>
  );
}
