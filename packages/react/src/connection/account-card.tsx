import type { CalendlyAccount } from "@punctual/contract";
import { zoneCity } from "../time/format.ts";
import { Avatar } from "../ui/avatar.tsx";

/** Whose Calendly account it is. */
export function AccountCard({ account }: { readonly account: CalendlyAccount }) {
  return (
    <div className="flex items-center gap-4">
      <Avatar name={account.name} src={account.avatarUrl} size="large" />
      <div className="min-w-0">
        <p className="text-base font-medium text-ink">{account.name}</p>
        <p className="text-sm text-ink-soft">{account.email}</p>
        <p className="text-sm wrap-anywhere text-ink-soft">{account.schedulingUrl.replace(/^https?:\/\//, "")}</p>
        <p className="text-sm text-ink-soft">{zoneCity(account.timeZone)} time</p>
      </div>
    </div>
  );
}
