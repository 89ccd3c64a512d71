const loopback = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The origins that are this server's own pages: the public one and, on a developer's machine, the other names of
 * the same machine. Requests that change something are taken from no other page.
 */
export function ownOrigins(publicUrl: string): readonly string[] {
  const url = new URL(publicUrl);
  if (!loopback.includes(url.hostname)) return [url.origin];
  return loopback.map((host) => `${url.protocol}//${host}${url.port === "" ? "" : `:${url.port}`}`);
}
