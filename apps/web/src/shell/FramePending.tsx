import { Mark } from "@punctual/react";
import { PagePending } from "./PagePending.tsx";

/** The frame's shape while it is still unknown who is there, or the frame's own code is on the way. */
export function FramePending() {
  return (
    <div>
      <div className="h-14 border-b sm:h-16">
        <div className="mx-auto flex h-full max-w-page items-center px-4 sm:px-6">
          <Mark />
        </div>
      </div>
      <main className="mx-auto w-full max-w-page px-4 pt-6 sm:px-6 sm:pt-10">
        <PagePending />
      </main>
    </div>
  );
}
