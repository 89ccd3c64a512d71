import { buttonClasses } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { Link2 } from "lucide-react";

const steps: readonly { readonly title: string; readonly text: string }[] = [
  { title: "Connect", text: "Calendly asks whether Punctual may read and cancel. You see whose account it is first." },
  { title: "Choose what to offer", text: "Your event types appear here. Realtors see those that you offer." },
  { title: "Be booked", text: "Each booking appears on this page by itself, and both sides get an invitation." },
];

/** The first day of a coach: the one thing to do, and what comes of it. */
export default function Welcome() {
  return (
    <section aria-labelledby="welcome" className="max-w-prose">
      <h2 id="welcome" className="text-2xl font-semibold text-balance">
        Connect Calendly, and people can book you.
      </h2>
      <Link
        to="/settings/connection"
        className={buttonClasses({ variant: "primary", className: "mt-8 max-sm:w-full" })}
      >
        <Link2 aria-hidden="true" strokeWidth={1.5} />
        Connect Calendly
      </Link>
      <ol className="mt-12 border-t">
        {steps.map((step, at) => (
          <li key={step.title} className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-4 border-b py-4">
            <span aria-hidden="true" className="text-lg font-semibold text-accent">
              {at + 1}
            </span>
            <div>
              <p className="font-medium">{step.title}</p>
              <p className="mt-0.5 text-sm text-ink-soft">{step.text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
