import type { ApiKey, NewApiKey } from "@punctual/contract";
import {
  Ago,
  Badge,
  Button,
  EmptyState,
  ErrorState,
  LoadingRows,
  ShowMore,
  useApiKeys,
  useCreateApiKey,
  useRotateApiKey,
} from "@punctual/react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { KeyDialog } from "./KeyDialog.tsx";
import { NewKeyDialog } from "./NewKeyDialog.tsx";
import { SecretDialog } from "./SecretDialog.tsx";
import { ServicesFrame } from "./ServicesFrame.tsx";
import { keyStateTones, keyStateWords } from "./service-words.ts";

/** Which other services may call us, and as whom? */
export function ApiKeysPage() {
  const keys = useApiKeys();
  const navigate = useNavigate();
  const { open } = useSearch({ from: "/signed-in/services" });
  const [making, setMaking] = useState(false);
  // Here and not in a key's dialog, which closes when the old key leaves the list: the new one's secret would be lost.
  const create = useCreateApiKey();
  const rotate = useRotateApiKey();
  const made = create.data ?? rotate.data;
  const close = (): void => {
    create.reset();
    rotate.reset();
    setMaking(false);
    void navigate({ to: "/services", search: {}, replace: true, resetScroll: false });
  };
  const rows = keys.data?.pages.flatMap((page) => page.items) ?? [];
  const opened = rows.find(({ id }) => id === open);
  const make = (
    <Button variant="primary" icon={<Plus strokeWidth={1.5} />} onClick={() => setMaking(true)}>
      Make a key
    </Button>
  );
  return (
    <ServicesFrame
      title="API keys"
      lead="Other services call Punctual by a key, in the name of the admin who made it."
      actions={rows.length === 0 ? undefined : make}
    >
      {keys.isPending ? (
        <LoadingRows label="Loading keys" />
      ) : keys.isError && rows.length === 0 ? (
        <ErrorState
          title="The keys cannot be shown."
          error={keys.error}
          onRetry={() => void keys.refetch()}
          retrying={keys.isFetching}
        />
      ) : rows.length === 0 ? (
        <EmptyState title="No keys yet." icon={<KeyRound />} action={make}>
          A key lets a report, a website or another system read what you allow, until you take it back.
        </EmptyState>
      ) : (
        <>
          <ul data-walk="" className="border-t">
            {rows.map((key) => (
              <Row key={key.id} apiKey={key} />
            ))}
          </ul>
          <ShowMore pages={keys} />
        </>
      )}
      {made !== undefined ? (
        <MadeKeyDialog made={made} onClose={close} />
      ) : making ? (
        <NewKeyDialog create={create} onClose={close} />
      ) : opened === undefined ? null : (
        <KeyDialog key={opened.id} apiKey={opened} rotate={rotate} onClose={close} />
      )}
    </ServicesFrame>
  );
}

function MadeKeyDialog({ made, onClose }: { readonly made: NewApiKey; readonly onClose: () => void }) {
  const title = `${made.key.name} is ready`;
  return made.secret === null ? (
    <SecretDialog
      title={title}
      label="Key id"
      secret={made.key.id}
      warning="The service names this as keyid when it signs. It is no secret and stays in the list."
      done="Done"
      onClose={onClose}
    />
  ) : (
    <SecretDialog
      title={title}
      secret={made.secret}
      warning="It is shown this once. Put it where the service keeps its secrets; if it is lost, replace the key."
      onClose={onClose}
    />
  );
}

function Row({ apiKey }: { readonly apiKey: ApiKey }) {
  const details = [
    apiKey.kind === "signature" ? "signs its requests" : `${apiKey.prefix ?? ""}…`,
    apiKey.scopes.length === 1 ? apiKey.scopes[0] : `${apiKey.scopes.length} scopes`,
    `acts for ${apiKey.person.name}`,
  ];
  return (
    <li className="border-b">
      <Link
        to="/services"
        search={{ open: apiKey.id }}
        resetScroll={false}
        className="-mx-3 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 rounded-md px-3 py-3 transition-colors hover:bg-sunken focus-visible:rounded-md focus-visible:-outline-offset-2 sm:grid-cols-[minmax(0,1fr)_10rem_8rem]"
      >
        <span className="min-w-0">
          <span className="block text-base font-medium break-words">{apiKey.name}</span>
          <span className="mt-0.5 block text-sm break-words text-ink-soft">{details.join(" · ")}</span>
        </span>
        <span className="pt-0.5 text-right text-sm text-ink-soft max-sm:order-last max-sm:col-span-2 max-sm:text-left sm:text-left">
          {apiKey.lastUsedAt === null ? (
            "never used"
          ) : (
            <>
              used <Ago at={apiKey.lastUsedAt} />
            </>
          )}
        </span>
        <span className="text-right">
          <Badge tone={keyStateTones[apiKey.state]}>{keyStateWords[apiKey.state]}</Badge>
        </span>
      </Link>
    </li>
  );
}
