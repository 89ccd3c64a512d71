import type { OutgoingEndpoint } from "@punctual/contract";
import { Badge, Button, EmptyState, ErrorState, LoadingRows, useOutgoingEndpoints } from "@punctual/react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { EndpointDialog } from "./EndpointDialog.tsx";
import { EndpointForm } from "./EndpointForm.tsx";
import { SecretDialog } from "./SecretDialog.tsx";
import { ServicesFrame } from "./ServicesFrame.tsx";
import { endpointState, shortUrl } from "./service-words.ts";

/** Which other systems are told what happens, and does it reach them? */
export function OutgoingPage() {
  const endpoints = useOutgoingEndpoints();
  const navigate = useNavigate();
  const { open } = useSearch({ from: "/signed-in/services/outgoing" });
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const reveal = (made: string): void => {
    setAdding(false);
    setSecret(made);
  };
  const rows = endpoints.data?.items ?? [];
  const opened = rows.find(({ id }) => id === open);
  const add = (
    <Button variant="primary" icon={<Plus strokeWidth={1.5} />} onClick={() => setAdding(true)}>
      Add an endpoint
    </Button>
  );
  return (
    <ServicesFrame
      title="Outgoing webhooks"
      lead="Other systems are told what happens: by ids, times and states, signed, and again until it arrives."
      actions={rows.length === 0 ? undefined : add}
    >
      {endpoints.isPending ? (
        <LoadingRows label="Loading endpoints" rows={2} />
      ) : endpoints.isError && rows.length === 0 ? (
        <ErrorState
          title="The endpoints cannot be shown."
          error={endpoints.error}
          onRetry={() => void endpoints.refetch()}
          retrying={endpoints.isFetching}
        />
      ) : rows.length === 0 ? (
        <EmptyState title="Nobody is told yet." icon={<Webhook />} action={add}>
          Add the address of a system that should know when sessions are booked, moved or canceled.
        </EmptyState>
      ) : (
        <ul data-walk="" className="border-t">
          {rows.map((endpoint) => (
            <Row key={endpoint.id} endpoint={endpoint} />
          ))}
        </ul>
      )}
      {secret !== null ? (
        <SecretDialog
          title="The signing secret"
          secret={secret}
          warning="It is shown this once. The receiver verifies by it that a message comes from here; if it is lost, make a new one."
          onClose={() => setSecret(null)}
        />
      ) : adding ? (
        <EndpointForm onSecret={reveal} onClose={() => setAdding(false)} />
      ) : opened === undefined ? null : (
        <EndpointDialog
          key={opened.id}
          endpoint={opened}
          onSecret={reveal}
          onClose={() => void navigate({ to: "/services/outgoing", search: {}, replace: true, resetScroll: false })}
        />
      )}
    </ServicesFrame>
  );
}

function Row({ endpoint }: { readonly endpoint: OutgoingEndpoint }) {
  const { word, tone } = endpointState(endpoint);
  const told = endpoint.kinds.length === 1 ? "1 kind of message" : `${endpoint.kinds.length} kinds of messages`;
  return (
    <li className="border-b">
      <Link
        to="/services/outgoing"
        search={{ open: endpoint.id }}
        resetScroll={false}
        className="-mx-3 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 rounded-md px-3 py-3 transition-colors hover:bg-sunken focus-visible:rounded-md focus-visible:-outline-offset-2"
      >
        <span className="min-w-0">
          <span className="block text-base font-medium break-all">{shortUrl(endpoint.url)}</span>
          <span className="mt-0.5 block text-sm break-words text-ink-soft">
            {endpoint.trouble ?? [endpoint.description, told].filter((part) => part !== "").join(" · ")}
          </span>
        </span>
        <Badge tone={tone}>{word}</Badge>
      </Link>
    </li>
  );
}
