import {
  Button,
  browserTimeZone,
  notify,
  PageHeader,
  reasonOf,
  SegmentedControl,
  TextField,
  TimeZoneSelect,
  useUpdateMe,
  zoneCity,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useViewer } from "../../identity/queries.ts";
import { chooseTheme, currentTheme, type Theme } from "../../shell/theme.ts";
import { useTitle } from "../../shell/use-title.ts";
import { SettingsPart } from "./SettingsPart.tsx";

/** What concerns only the person who is signed in. */
export function SettingsPage() {
  useTitle("Settings");
  const viewer = useViewer();
  return (
    <>
      <PageHeader title="Settings" lead={viewer.email} />
      <div className="flex flex-col gap-10 sm:gap-14">
        {viewer.role === "coach" ? (
          <SettingsPart title="Calendly" lead="The account where people book you.">
            <Onward to="/settings/connection">Your connection to Calendly</Onward>
          </SettingsPart>
        ) : null}
        <SettingsPart title="You" lead="How others see you, and the zone in which you see times.">
          <ProfileForm />
        </SettingsPart>
        <SettingsPart title="Sign-in and security" lead="Password, passkeys, and where you are signed in.">
          <Onward to="/settings/security">Sign-in and security</Onward>
        </SettingsPart>
        <SettingsPart title="Look" lead="On this device.">
          <ThemeChoice />
        </SettingsPart>
      </div>
    </>
  );
}

function Onward(props: { readonly to: "/settings/connection" | "/settings/security"; readonly children: string }) {
  return (
    <Link
      to={props.to}
      className="flex min-h-14 items-center justify-between gap-4 rounded-md border bg-raised px-4 text-sm font-medium transition-colors hover:bg-sunken focus-visible:rounded-md"
    >
      {props.children}
      <ChevronRight aria-hidden="true" className="size-4 text-ink-soft" strokeWidth={1.5} />
    </Link>
  );
}

function ProfileForm() {
  const viewer = useViewer();
  const update = useUpdateMe();
  const [name, setName] = useState(viewer.name);
  const [timeZone, setTimeZone] = useState(viewer.timeZone ?? browserTimeZone());
  const [error, setError] = useState<string | null>(null);
  const changed = name.trim() !== viewer.name || timeZone !== (viewer.timeZone ?? browserTimeZone());

  function save(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() === "") {
      setError("Write the name by which others know you.");
      return;
    }
    setError(null);
    update.mutate(
      { name: name.trim(), timeZone },
      {
        onSuccess: () => notify.success("Saved", { description: `Times are shown in ${zoneCity(timeZone)}.` }),
        onError: (failure) => notify.error("Not saved", { description: reasonOf(failure) }),
      },
    );
  }

  return (
    <form noValidate onSubmit={save} className="flex flex-col gap-5">
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        maxLength={120}
        value={name}
        error={error}
        onChange={(event) => setName(event.target.value)}
      />
      <TimeZoneSelect value={timeZone} onChange={setTimeZone} />
      {timeZone === browserTimeZone() ? null : (
        <p className="-mt-2 text-sm text-ink-soft">This device is set to {zoneCity(browserTimeZone())}.</p>
      )}
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={update.isPending}
          busyLabel="Saving"
          disabled={!changed}
          className="max-sm:w-full"
        >
          Save
        </Button>
      </div>
    </form>
  );
}

const looks: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

function ThemeChoice() {
  const [theme, setTheme] = useState(currentTheme);
  return (
    <SegmentedControl
      label="Look"
      value={theme}
      options={looks}
      onChange={(next) => {
        chooseTheme(next);
        setTheme(next);
      }}
      className="max-sm:w-full"
    />
  );
}
