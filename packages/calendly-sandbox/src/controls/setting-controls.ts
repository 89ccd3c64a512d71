import { z } from "zod";
import type { Settings } from "../settings.ts";
import type { Store } from "../store/store.ts";
import { read } from "./read.ts";
import { settingSchemas } from "./setting-schemas.ts";

export interface SettingControls {
  listSettings(): Settings;
  /** Takes effect with the next thing that happens, and lasts until a reset. Returns all of them. */
  changeSettings(change: Partial<Settings>): Settings;
}

/** Settings that can change under those who hold them: everybody reads them from one object when they need them. */
export interface LiveSettings extends SettingControls {
  readonly settings: Settings;
  /** Takes the changes that the store holds, after its state was replaced. */
  reload(): void;
}

const changeSchema = z.strictObject(settingSchemas).partial();

/** `start` is what the sandbox was started with; changes at run time lie in the store, and so survive a restart. */
export function createLiveSettings(store: Store, start: Settings): LiveSettings {
  const settings: { -readonly [Name in keyof Settings]: Settings[Name] } = { ...start };
  const stored = (): Partial<Settings> => {
    const text = store.getMeta("settings");
    // A setting that this version no longer has, or has otherwise, is as if it had not been changed.
    const parsed = changeSchema.safeParse(text === null ? {} : JSON.parse(text));
    return parsed.success ? (parsed.data as Partial<Settings>) : {};
  };
  const reload = () => {
    Object.assign(settings, start, stored());
  };
  reload();
  return {
    settings,
    reload,
    listSettings: () => ({ ...settings }),
    changeSettings(change) {
      const wanted = read(changeSchema, change);
      store.setMeta("settings", JSON.stringify({ ...stored(), ...wanted }));
      reload();
      return { ...settings };
    },
  };
}
