import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BadEnvironment, parseKeys, readEnvironment } from "./environment.ts";

const key = Buffer.alloc(32, 7).toString("base64");

function refusal(variables: Record<string, string>): string {
  try {
    readEnvironment(variables);
  } catch (cause) {
    if (cause instanceof BadEnvironment) return cause.message;
    throw cause;
  }
  throw new Error("The environment was accepted.");
}

describe("settings", () => {
  test("nothing set is a complete configuration", () => {
    expect(readEnvironment({})).toMatchObject({ PORT: 3000, HOST: "127.0.0.1", SANDBOX_PORT: 4010, DATA_DIR: ".data" });
  });

  test("limits and proxies are lists, and none is what nothing set means", () => {
    expect(readEnvironment({})).toMatchObject({ LIMITS: {}, TRUSTED_PROXIES: [] });
    const lists = { LIMITS: "reads=3000, writes=300", TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8::7" };
    expect(readEnvironment(lists)).toMatchObject({
      LIMITS: { reads: 3000, writes: 300 },
      TRUSTED_PROXIES: ["10.0.0.0/8", "2001:db8::7"],
    });
  });

  test("an empty value counts as not set, as an .env file leaves it", () => {
    expect(readEnvironment({ DATABASE_URL: "", PORT: "" }).PORT).toBe(3000);
  });

  test.each([
    [{ PORT: "http" }, "PORT must be a port number"],
    [{ PORT: "70000" }, "PORT must be a port from 0 to 65535"],
    [{ PUBLIC_URL: "coaching.example.com" }, "PUBLIC_URL must be an address such as https://coaching.example.com"],
    [{ PUBLIC_URL: "https://a.example/path" }, "without a path"],
    [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL must begin with postgres://"],
    [{ SMTP_URL: "mail.example.com" }, "SMTP_URL must begin with smtp://"],
    [{ MAIL_FROM: "nobody" }, "MAIL_FROM must be an address"],
    [{ MAIL_FROM: "A <a@b.example>\r\nBcc: c@d.example" }, "MAIL_FROM must be an address"],
    [{ AUTH_MODE: "ldap" }, "AUTH_MODE must be"],
    [{ ENCRYPTION_KEYS: "short" }, "ENCRYPTION_KEYS must be one or more id:key pairs"],
    [{ TRUSTED_PROXIES: "10.0.0.0/8,nginx" }, "TRUSTED_PROXIES must be addresses or CIDR ranges"],
    [{ TRUSTED_PROXIES: "0.0.0.0/0" }, "TRUSTED_PROXIES must be addresses or CIDR ranges"],
    [{ LIMITS: "reads=many" }, "LIMITS must be name=number"],
    [{ LIMITS: "toString=5" }, "The names are perAddress, reads"],
    [{ LIMITS: "reads=1,reads=2" }, "LIMITS must be name=number"],
    [{ METRICS_TOKEN: "short" }, "METRICS_TOKEN must be at least 32"],
    [{ SENTRY_DSN: "sentry.io" }, "SENTRY_DSN must be a DSN"],
    [{ REDIS_URL: "redis://localhost" }, "REDIS_URL is not used"],
    [{ CALENDLY_CLIENT_ID: "a" }, "CALENDLY_CLIENT_SECRET and CALENDLY_WEBHOOK_SIGNING_KEY are missing"],
    [{ CALENDLY_API_URL: "https://api.calendly.com" }, "without credentials"],
    [{ DATABASE_URL: "postgres://localhost/p" }, "ENCRYPTION_KEYS is missing"],
  ])("%o is refused with a sentence that says what to write", (variables, sentence) => {
    expect(refusal(variables as Record<string, string>)).toContain(sentence);
  });

  test("every bad value is named at once", () => {
    const message = refusal({ PORT: "x", SMTP_URL: "y" });
    expect(message).toContain("PORT");
    expect(message).toContain("SMTP_URL");
  });
});

describe("settings of Clerk", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const clerk = {
    AUTH_MODE: "clerk",
    CLERK_PUBLISHABLE_KEY: `pk_test_${Buffer.from("happy-otter-12.clerk.accounts.dev$").toString("base64")}`,
    CLERK_SECRET_KEY: "sk_test_abcdefghijklmnop",
    CLERK_JWT_KEY: pem,
    CLERK_WEBHOOK_SIGNING_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  };

  test("all four are a complete configuration, the key on one line or on several", () => {
    expect(readEnvironment(clerk).AUTH_MODE).toBe("clerk");
    expect(readEnvironment({ ...clerk, CLERK_JWT_KEY: pem.replaceAll("\n", "\\n") }).AUTH_MODE).toBe("clerk");
    expect(readEnvironment({ ...clerk, CLERK_API_URL: "http://127.0.0.1:9/" }).CLERK_API_URL).toBe(
      "http://127.0.0.1:9",
    );
  });

  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
  test.each([
    [{ CLERK_PUBLISHABLE_KEY: "pk_test_notahost" }, "CLERK_PUBLISHABLE_KEY must be the publishable key"],
    [
      { CLERK_PUBLISHABLE_KEY: `pk_live_${Buffer.from("evil.example/;script-src *$").toString("base64")}` },
      "CLERK_PUBLISHABLE_KEY must be the publishable key",
    ],
    [{ CLERK_SECRET_KEY: "pk_test_abc" }, "CLERK_SECRET_KEY must be the secret key"],
    [{ CLERK_JWT_KEY: "MIIBIjANBg" }, "CLERK_JWT_KEY must be the PEM public key"],
    [{ CLERK_JWT_KEY: elliptic.export({ type: "spki", format: "pem" }).toString() }, "CLERK_JWT_KEY must be the PEM"],
    [{ CLERK_WEBHOOK_SIGNING_SECRET: "secret" }, "CLERK_WEBHOOK_SIGNING_SECRET must be the signing secret"],
    [{ CLERK_AUTHORIZED_PARTIES: "https://a.example/path" }, "CLERK_AUTHORIZED_PARTIES must be one or more addresses"],
    [{ CLERK_JWT_KEY: "", CLERK_SECRET_KEY: "" }, "CLERK_SECRET_KEY, CLERK_JWT_KEY are missing"],
    [{ CLERK_SECRET_KEY: "sk_live_abcdefghijklmnop" }, "different instances of Clerk"],
    [{ AUTH_MODE: "local" }, "CLERK_PUBLISHABLE_KEY is set, but AUTH_MODE is local"],
  ])("%o is refused with a sentence that says what to write", (variables, sentence) => {
    expect(refusal({ ...clerk, ...variables } as Record<string, string>)).toContain(sentence);
  });
});

describe("encryption keys", () => {
  test("are read newest first", () => {
    expect(parseKeys(`b:${key},a:${key}`)?.map(({ id }) => id)).toEqual(["b", "a"]);
  });

  test("two keys of one id are refused", () => {
    expect(parseKeys(`a:${key},a:${key}`)).toBeNull();
  });
});
