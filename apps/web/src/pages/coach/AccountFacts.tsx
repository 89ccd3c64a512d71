import { AccountCapabilities, OwnDrift } from "@punctual/react";

/** What can be said of a connected account beyond that it is connected: whether the copy is exact, what it allows. */
export default function AccountFacts({ isConnected }: { readonly isConnected: boolean }) {
  return (
    <>
      {isConnected ? (
        <section aria-labelledby="own-drift" className="mt-12">
          <h2 id="own-drift" className="mb-3 text-lg font-semibold">
            Is the copy exact?
          </h2>
          <OwnDrift />
        </section>
      ) : null}
      <div className="mt-12">
        <AccountCapabilities />
      </div>
    </>
  );
}
