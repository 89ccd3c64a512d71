/**
 * An error's message without what may be personal or secret in it. Drizzle repeats the parameters of a failed query at
 * the end of its message; addresses and tokens may stand in any.
 */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/g, "\nparams: [redacted]")
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, "[e-mail]")
    .replace(/\b(bearer\s+)[\w.~+/-]+=*/gi, "$1[redacted]");
}
