import type { Delivery } from "@punctual/contract";
import {
  Ago,
  Badge,
  Button,
  Dialog,
  ErrorState,
  Fact,
  Facts,
  LoadingLines,
  notify,
  reasonOf,
  textLinkClasses,
  useDelivery,
  useOpenDelivery,
  useReplayDelivery,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { Eye, RotateCw } from "lucide-react";
import { readable, sizeWords, stateSentence, stateTones, stateWords, times } from "./delivery-words.ts";

/** All that is known of one delivery, and what can be done about it. */
export function DeliveryDialog(props: { readonly deliveryId: string; readonly onClose: () => void }) {
  const delivery = useDelivery(props.deliveryId);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={delivery.data?.eventName ?? "Delivery"}
      description={delivery.data === undefined ? undefined : stateSentence(delivery.data)}
      actions={delivery.data === undefined ? undefined : <Replay delivery={delivery.data} />}
    >
      {delivery.isPending ? (
        <LoadingLines label="Loading the delivery" />
      ) : delivery.isError ? (
        <ErrorState
          title="This delivery cannot be shown."
          error={delivery.error}
          onRetry={() => void delivery.refetch()}
          retrying={delivery.isFetching}
        />
      ) : (
        <>
          <About delivery={delivery.data} />
          <Content deliveryId={delivery.data.id} />
        </>
      )}
    </Dialog>
  );
}

function About({ delivery }: { readonly delivery: Delivery }) {
  const { coach } = delivery;
  return (
    <Facts>
      <Fact name="State">
        <Badge tone={stateTones[delivery.state]}>{stateWords[delivery.state]}</Badge>
      </Fact>
      {delivery.reason === null ? null : <Fact name="Why">{delivery.reason}</Fact>}
      <Fact name="Coach">
        {coach === null ? (
          "not known"
        ) : (
          <Link to="/coaches/$coachId" params={{ coachId: coach.id }} className={textLinkClasses}>
            {coach.name}
          </Link>
        )}
      </Fact>
      <Fact name="Received">
        <Ago at={delivery.receivedAt} />
      </Fact>
      <Fact name="Attempts">
        {delivery.attempts === 0 ? (
          "none yet"
        ) : (
          <>
            {delivery.attempts}
            {delivery.settledAt === null ? null : (
              <>
                , the latest <Ago at={delivery.settledAt} />
              </>
            )}
          </>
        )}
      </Fact>
      <Fact name="Came again">
        {delivery.duplicates === 0 ? "never" : `${times(delivery.duplicates)}, counted and not stored`}
      </Fact>
      {delivery.replayedAt === null ? null : (
        <Fact name="Replayed">
          {times(delivery.replays)}, the latest <Ago at={delivery.replayedAt} />
        </Fact>
      )}
      <Fact name="Size">{sizeWords(delivery.size)}</Fact>
      <Fact name="Id">
        <span className="break-all">{delivery.id}</span>
      </Fact>
    </Facts>
  );
}

function Content({ deliveryId }: { readonly deliveryId: string }) {
  const open = useOpenDelivery();
  if (open.data !== undefined) {
    return (
      <section aria-label="What it carried" className="mt-5">
        <h3 className="text-sm font-medium">
          What it carried{open.data.encoding === "base64" ? ", not text and so in base64" : ""}
        </h3>
        <pre className="mt-2 max-h-80 overflow-auto rounded-md bg-sunken p-3 text-xs break-all whitespace-pre-wrap">
          {open.data.encoding === "text" ? readable(open.data.body) : open.data.body}
        </pre>
      </section>
    );
  }
  return (
    <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        size="small"
        icon={<Eye strokeWidth={1.5} />}
        busy={open.isPending}
        busyLabel="Opening"
        onClick={() => open.mutate(deliveryId)}
      >
        Show what it carried
      </Button>
      <span role={open.isError ? "alert" : undefined} className="text-sm text-ink-soft">
        {open.isError ? reasonOf(open.error) : "Personal data. The audit log will say that you looked."}
      </span>
    </div>
  );
}

function Replay({ delivery }: { readonly delivery: Delivery }) {
  const replay = useReplayDelivery();
  const press = () =>
    replay.mutate(delivery.id, {
      onSuccess: () =>
        notify.success("It will be applied again", { description: "What the mirror has already stays as it is." }),
      onError: (error) => notify.error("It was not replayed", { description: reasonOf(error) }),
    });
  return (
    <Button
      variant={delivery.state === "dead" ? "primary" : "secondary"}
      icon={<RotateCw strokeWidth={1.5} />}
      busy={replay.isPending}
      busyLabel="Replaying"
      onClick={press}
    >
      Replay
    </Button>
  );
}
