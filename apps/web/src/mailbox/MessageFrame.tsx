import { routes, urlOf } from "@punctual/contract";

/**
 * A message as it looks, shut in a frame of no origin: it reaches neither the page nor the login session. The server
 * sends it with a policy of its own, under which none of its scripts runs. Links open beside the page.
 */
export function MessageFrame(props: { readonly messageId: string; readonly title: string }) {
  return (
    <iframe
      title={`Message: ${props.title}`}
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      src={urlOf(routes.openMailboxMessage, { params: { messageId: props.messageId } })}
      className="block h-[36rem] w-full rounded-md border bg-white"
    />
  );
}
