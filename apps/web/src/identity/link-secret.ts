import { useState } from "react";

/**
 * The secret of a link from a mail: it stands in the fragment, which browsers send to nobody. It is read once and taken out
 * of the address, so that it stays neither in the history nor on the screen.
 *
 * @returns the secret; empty when the link was cut short.
 */
export function useLinkSecret(): string {
  const [secret] = useState(() => window.location.hash.replace(/^#/, ""));
  // On the page's own history entry: the way back is not changed.
  if (window.location.hash !== "") {
    window.history.replaceState(window.history.state, "", `${window.location.pathname}${window.location.search}`);
  }
  return secret;
}
