import { Toaster } from "@punctual/react";

/** Apart, so that the toasts' code comes after the page's. */
export default Toaster;
