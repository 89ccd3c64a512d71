import * as z from "zod";
import { defaultSettings, type Settings } from "../settings.ts";
import type { Store } from "../store/store.ts";
import { defined, read } from "./read.ts";
import { settingSchemas, settingsSchema } from "./setting-schemas.ts";

/** A setting as it stands, with its meaning. */
export interface SettingDescription {
  readonly name: keyof Settings;
  readonly says: string;
  readonly value: Settings[keyof Settings];
  /** What it was when the sandbox started, and is again after a reset. */
  readonly start: Settings[keyof Settings];
  /** JSON Schema of what it may be. */
  readonly takes: object;
}

export interface SettingControls {
  listSettings(): Settings;
  describeSettings(): readonly SettingDescription[];
  /** Takes effect with the next thing that happens, and lasts until a reset. Returns all of them. */
  changeSettings(change: Partial<Settings>): Settings;
}

/** Settings that can change under those who hold them: everybody reads them from one object when they need them. */
export interface LiveSettings extends SettingControls {
  readonly settings: Settings;
  /** Takes the changes that the store holds, after its state was replaced. */
  reload(): void;
}

const names = Object.keys(settingSchemas) as (keyof Settings)[];

/** The settings to start with. Throws `SandboxTrouble` (`invalid`) for what is none. */
export function startSettings(wanted: Partial<Settings>): Settings {
  return { ...defaultSettings, ...defined(read(settingsSchema, wanted)) };
}

/** `start` is what the sandbox was started with; changes at run time lie in the store, and so survive a restart. */
export function createLiveSettings(store: Store, start: Settings): LiveSettings {
  const settings: { -readonly [Name in keyof Settings]: Settings[Name] } = { ...start };
  const stored = (): Partial<Settings> => {
    const text = store.getMeta("settings");
    // A setting that this version no longer has, or has otherwise, is as if it had not been changed.
    const parsed = settingsSchema.safeParse(text === null ? {} : JSON.parse(text));
    return parsed.success ? defined(parsed.data) : {};
  };
  const reload = () => {
    Object.assign(settings, start, stored());
  };
  reload();
  return {
    settings,
    reload,
    listSettings: () => ({ ...settings }),
    describeSettings: () =>
      names.map((name) => {
        const { $schema: _, description = "", ...takes } = z.toJSONSchema(settingSchemas[name]);
        return { name, says: description, value: settings[name], start: start[name], takes };
      }),
    changeSettings(change) {
      const changed = read(settingsSchema, change);
      store.setMeta("settings", JSON.stringify({ ...stored(), ...changed }));
      reload();
      return { ...settings };
    },
  };
}
