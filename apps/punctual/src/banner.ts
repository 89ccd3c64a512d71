import { resolve } from "node:path";
import type { Environment } from "./environment.ts";
import type { SandboxProgramme } from "./sandbox-programme.ts";

interface Ready {
  readonly environment: Environment;
  readonly publicUrl: string;
  readonly sandbox: SandboxProgramme | null;
  readonly seconds: number;
  readonly worker: boolean;
}

/** Says where everything is, once it can be used. */
export function printReady({ environment, publicUrl, sandbox, seconds, worker }: Ready): void {
  const lines = [
    "",
    `Punctual is ready (${seconds.toFixed(1)} s).`,
    "",
    `  Open            ${publicUrl}`,
    `  API reference   ${publicUrl}/api/docs`,
    ...(sandbox === null ? [] : [`  Calendly        ${sandbox.url}  (the local sandbox: no account needed)`]),
    `  Mail            ${environment.SMTP_URL === undefined ? `${publicUrl}/mailbox  (kept here: SMTP_URL is not set)` : "by SMTP"}`,
    `  Data            ${environment.DATABASE_URL === undefined ? resolve(environment.DATA_DIR) : "Postgres at DATABASE_URL"}`,
    ...(environment.AUTH_MODE === "clerk"
      ? ["  Sign-in         by Clerk; accounts and roles are in its dashboard"]
      : []),
    ...(worker ? [] : ["  Worker          not in this process; run it with: npm run punctual -- worker"]),
    ...(sandbox === null || sandbox.people.length === 0 ? [] : accounts(sandbox)),
    ...(sandbox !== null && sandbox.people.length > 0 && !isLoopback(environment.HOST)
      ? [
          "",
          `  These accounts can be used by anyone who reaches ${environment.HOST}. Set Calendly credentials before you invite people.`,
        ]
      : []),
    "",
    "Ctrl-C stops it.",
    "",
  ];
  console.log(lines.join("\n"));
}

function accounts(sandbox: SandboxProgramme): string[] {
  const widest = Math.max(...sandbox.people.map(({ email }) => email.length));
  return [
    "",
    `  Sign in with one press on the page, or with the password  ${sandbox.people[0]?.password ?? ""}`,
    ...sandbox.people.map(({ email, role, note }) => `    ${email.padEnd(widest)}  ${role.padEnd(8)} ${note}`),
  ];
}

const isLoopback = (host: string): boolean => ["127.0.0.1", "localhost", "::1"].includes(host);
