import { passwordLength } from "@punctual/contract";

/** What is wrong with a new password and what to write instead; null when it can be tried. The server has the last word. */
export function passwordTrouble(password: string): string | null {
  const { length } = [...password];
  if (length < passwordLength.least) return `Write at least ${passwordLength.least} characters; this has ${length}.`;
  if (password.length > passwordLength.most) return `Write at most ${passwordLength.most} characters.`;
  return null;
}
