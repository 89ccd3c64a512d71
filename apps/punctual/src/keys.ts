import { hkdfSync, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BadEnvironment, parseKeys } from "./environment.ts";

export type EncryptionKeys = readonly { readonly id: string; readonly key: Uint8Array }[];

/** A fresh `id:key` pair for `ENCRYPTION_KEYS`. */
export function newKey(): string {
  return `k${randomBytes(3).toString("hex")}:${randomBytes(32).toString("base64")}`;
}

const fileOf = (dataDir: string) => join(dataDir, "encryption-keys");

/**
 * The keys of this deployment: from the setting, or from a file in the data directory that only its owner may
 * read, made at the first start.
 */
export function loadKeys(setting: string | undefined, dataDir: string): EncryptionKeys {
  if (setting !== undefined) return parseKeys(setting) ?? [];
  const file = fileOf(dataDir);
  if (!existsSync(file)) {
    if (existsSync(join(dataDir, "database"))) {
      throw new BadEnvironment(
        `${file} is missing, and without it nothing that the database beside it keeps sealed can be opened. Restore it from a backup, or remove ${dataDir} to begin anew.`,
      );
    }
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${newKey()}\n`, { mode: 0o600 });
  }
  chmodSync(file, 0o600);
  const keys = parseKeys(readFileSync(file, "utf8").trim());
  if (keys === null) {
    throw new BadEnvironment(
      `${file} is damaged, and without it the sealed Calendly tokens cannot be opened. Restore it from a backup, or remove ${dataDir} to begin anew.`,
    );
  }
  return keys;
}

/** Puts a fresh key before the others in the file of the data directory: it seals from the next start on. */
export function addKey(dataDir: string): { readonly id: string; readonly file: string } {
  const file = fileOf(dataDir);
  loadKeys(undefined, dataDir);
  const fresh = newKey();
  // A file of half a key would open nothing: the new one takes the old one's place in one step.
  const draft = `${file}.new`;
  writeFileSync(draft, `${fresh},${readFileSync(file, "utf8").trim()}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return { id: fresh.split(":")[0] ?? "", file };
}

/**
 * The secret that signs login cookies, derived from the oldest key: a key added in front signs nobody out.
 */
export function cookieSecret(keys: EncryptionKeys): string {
  const oldest = keys.at(-1);
  if (oldest === undefined) throw new BadEnvironment("ENCRYPTION_KEYS holds no key.");
  return Buffer.from(hkdfSync("sha256", oldest.key, "", "punctual login cookie", 32)).toString("base64url");
}
