import type { EventType, Slot } from "@punctual/contract";
import { CalendarPlus, ExternalLink } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useAppConfig } from "../data/people.ts";
import { Button, buttonClasses, textLinkClasses } from "../ui/button.tsx";
import { reasonOf } from "../ui/error-state.tsx";
import type { PopupOptions } from "./load-widget.ts";
import { useBookingPopup } from "./use-booking-popup.ts";
import { bookingPageOf, readWidgetConfig } from "./widget-config.ts";
import type { WidgetMessage } from "./widget-message.ts";

export interface BookingButtonProps {
  readonly eventType: Pick<EventType, "id" | "name" | "schedulingUrl">;
  /** Opens the page of this very time; the event type's page when absent. */
  readonly slot?: Pick<Slot, "schedulingUrl"> | null;
  readonly prefill?: NonNullable<PopupOptions["prefill"]>;
  readonly utm?: NonNullable<PopupOptions["utm"]>;
  readonly onScheduled: (booked: { readonly eventUri: string; readonly inviteeUri: string }) => void;
  readonly onClosed?: (outcome: { readonly scheduled: boolean }) => void;
  /** Every message of Calendly's page, for example to measure how far people come. */
  readonly onMessage?: (message: WidgetMessage) => void;
  /** Close Calendly's window once the booking is made; for pages that then say themselves how it stands. */
  readonly closeWhenBooked?: boolean;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
}

/** Opens Calendly's booking window over the page. Where it cannot, it says why and offers the page itself. */
export function BookingButton(props: BookingButtonProps) {
  const appConfig = useAppConfig();
  const calendly = appConfig.data?.calendly;
  const widget = useMemo(() => (calendly === undefined ? null : readWidgetConfig(calendly)), [calendly]);
  const config = widget?.ok ? widget.config : null;
  const page =
    config === null ? null : bookingPageOf(props.slot?.schedulingUrl ?? props.eventType.schedulingUrl, config);
  const { state, open } = useBookingPopup(config, {
    onScheduled: props.onScheduled,
    closeWhenBooked: props.closeWhenBooked ?? false,
    ...(props.onClosed === undefined ? {} : { onClosed: props.onClosed }),
    ...(props.onMessage === undefined ? {} : { onMessage: props.onMessage }),
  });

  if (appConfig.isError) {
    return (
      <Trouble
        why={reasonOf(appConfig.error)}
        action={<Button onClick={() => void appConfig.refetch()}>Try again</Button>}
      />
    );
  }
  if (widget?.ok === false) return <Trouble why={`Booking is switched off. ${widget.why} Tell your administrator.`} />;
  if (config !== null && page === null) {
    return (
      <Trouble
        why={`${props.eventType.name} has no verified booking page at Calendly yet, so it cannot be booked here.`}
      />
    );
  }

  const press = () => {
    if (page === null) return;
    void open({
      url: page,
      ...(props.prefill === undefined ? {} : { prefill: props.prefill }),
      ...(props.utm === undefined ? {} : { utm: props.utm }),
    });
  };
  return (
    <div className="flex flex-col items-stretch gap-2 sm:items-end">
      {state.kind === "failed" && page !== null ? (
        <Trouble
          why={state.why}
          action={
            <>
              <Button onClick={press}>Try again</Button>
              <a
                href={page}
                target="_blank"
                rel="noopener noreferrer"
                className={buttonClasses({ variant: "primary" })}
              >
                <ExternalLink aria-hidden="true" strokeWidth={1.5} />
                Book on Calendly’s page
              </a>
            </>
          }
        />
      ) : (
        <Button
          variant="primary"
          icon={<CalendarPlus strokeWidth={1.5} />}
          busy={state.kind === "loading" || appConfig.isPending}
          busyLabel="Opening Calendly"
          disabled={props.disabled}
          onClick={press}
        >
          {props.children ?? "Book"}
        </Button>
      )}
      <p role="status" className="text-sm text-ink-soft empty:hidden">
        {state.kind === "silent" && page !== null ? (
          <>
            Calendly is slow to answer.{" "}
            <a href={page} target="_blank" rel="noopener noreferrer" className={textLinkClasses}>
              Open the booking page in a new tab
            </a>
          </>
        ) : null}
      </p>
    </div>
  );
}

function Trouble(props: { readonly why: string; readonly action?: ReactNode }) {
  return (
    <div role="alert" className="flex flex-col gap-3">
      <p className="text-sm text-attention">{props.why}</p>
      {props.action === undefined ? null : <div className="flex flex-wrap gap-2">{props.action}</div>}
    </div>
  );
}
