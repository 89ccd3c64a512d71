import { QueryClient } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { PunctualProvider, type PunctualProviderProps } from "../data/provider.tsx";
import { Toaster } from "../ui/toaster.tsx";
import { now } from "./records.ts";

/** Composes components as a customer does: inside a provider, for a viewer in a zone. */
export function renderWith(
  ui: ReactNode,
  options: Pick<PunctualProviderProps, "client"> & Partial<Omit<PunctualProviderProps, "client" | "children">>,
) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const user = userEvent.setup();
  const result = render(
    <PunctualProvider timeZone="America/New_York" locale="en-GB" now={() => now} queryClient={queryClient} {...options}>
      {ui}
      <Toaster />
    </PunctualProvider>,
  );
  return { user, queryClient, ...result };
}
