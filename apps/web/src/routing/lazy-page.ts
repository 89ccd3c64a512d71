import { ApiUnreachable } from "@punctual/contract";

/** A page's code did not come, because nothing comes: neither is the page broken nor was it replaced. */
export class PageNotLoaded extends ApiUnreachable {
  constructor(cause: unknown) {
    super("The page could not be loaded. Go back to where you were, or try again when you are connected.", { cause });
  }
}

/**
 * The download of a page's code, for `lazyRouteComponent`. Where the code is gone, a newer version was deployed, and
 * the router loads the document anew. That must not happen while the server cannot be reached: the app would be lost
 * for the browser's own error page.
 */
export function pageCode<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return () =>
    load().catch(async (cause: unknown) => {
      throw (await isServerThere()) ? cause : new PageNotLoaded(cause);
    });
}

async function isServerThere(): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    await fetch("/healthz", { cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}
