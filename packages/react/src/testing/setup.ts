import { cleanup, configure } from "@testing-library/react";
import { toast } from "sonner";
import { afterEach } from "vitest";

// What a page shows a moment later is waited for longer than the library's second: the machine may be busy.
configure({ asyncUtilTimeout: 5_000 });

// Here and not beside `renderWith`: a module that files share is loaded once, this file for each of them.
afterEach(() => {
  cleanup();
  // News that nobody closed would be shown again to whoever mounts the next toaster.
  toast.dismiss();
});
