/**
 * A message's HTML, shut in a frame of no origin: it reaches neither the page nor the login session. The sandbox
 * leaves scripts on only so that accessibility tools can look inside; the message's own run nowhere, because the
 * policy at the head of the document forbids every script. Links open beside the page.
 */
export function MessageFrame(props: { readonly html: string; readonly title: string }) {
  return (
    <iframe
      title={`Message: ${props.title}`}
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={shutIn(props.html)}
      className="block h-[36rem] w-full rounded-md border bg-white"
    />
  );
}

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; form-action 'none'";

/** Puts the policy and the links' target before anything of the message, whatever its HTML looks like. */
export function shutIn(html: string): string {
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank">`;
  const before = /^\s*<!doctype[^>]*>\s*(<html[^>]*>)?\s*(<head[^>]*>)?/i.exec(html)?.[0] ?? "";
  return before + head + html.slice(before.length);
}
