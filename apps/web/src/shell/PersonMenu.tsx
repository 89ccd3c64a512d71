import { Avatar, Menu, MenuHeading, MenuItem, MenuSeparator, notify, useTimeView, zoneCity } from "@punctual/react";
import { useNavigate } from "@tanstack/react-router";
import { Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { signOutTo } from "../identity/login-session.ts";
import { useConfig, useViewer } from "../identity/queries.ts";
import { placesFor } from "./places.ts";
import { chooseTheme, currentTheme, type Theme, themes } from "./theme.ts";

const themeWords: Record<Theme, { readonly label: string; readonly icon: typeof Sun }> = {
  system: { label: "As the system", icon: Monitor },
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
};

/** Who is signed in, in which zone, and what concerns only them. */
export default function PersonMenu(props: { readonly onHelp: () => void }) {
  const viewer = useViewer();
  const config = useConfig();
  const { timeZone } = useTimeView();
  const navigate = useNavigate();
  const [theme, setTheme] = useState(currentTheme);

  async function leave(): Promise<void> {
    if (await signOutTo("/sign-in?reason=signed_out")) return;
    notify.error("You are still signed in", { description: "Punctual cannot be reached. Try again in a moment." });
  }

  return (
    <Menu
      label="Your menu"
      trigger={
        <button
          type="button"
          className="inline-flex size-11 items-center justify-center rounded-full focus-visible:rounded-full"
        >
          <Avatar name={viewer.name} />
          <span className="sr-only">{viewer.name}: your menu</span>
        </button>
      }
    >
      <MenuHeading>
        <span className="block font-medium text-ink">{viewer.name}</span>
        <span className="block">{viewer.email}</span>
        <span className="mt-1 block text-xs">Times in {zoneCity(timeZone)}</span>
      </MenuHeading>
      <MenuSeparator />
      {placesFor(viewer.role, config.mailbox).more.map((place) => (
        <MenuItem key={place.to} icon={<place.icon />} onClick={() => void navigate({ to: place.to })}>
          {place.label}
        </MenuItem>
      ))}
      <MenuItem icon={<Keyboard />} onClick={props.onHelp}>
        Keyboard
      </MenuItem>
      <MenuSeparator />
      {themes.map((each) => {
        const { label, icon: Icon } = themeWords[each];
        return (
          <MenuItem
            key={each}
            icon={<Icon />}
            closeOnClick={false}
            onClick={() => {
              chooseTheme(each);
              setTheme(each);
            }}
          >
            {label}
            {each === theme ? <span className="ml-auto text-xs text-accent">in use</span> : null}
          </MenuItem>
        );
      })}
      <MenuSeparator />
      <MenuItem icon={<LogOut />} onClick={() => void leave()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
