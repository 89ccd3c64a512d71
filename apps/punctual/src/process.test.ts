import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signWebhook } from "@punctual/calendly";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sandboxPassword } from "./sandbox-programme.ts";
import { freePort, type ProductProcess, runProduct, startProduct } from "./testing.ts";

let dataDir: string;
const running: ProductProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "punctual-process-"));
});

afterEach(async () => {
  for (const product of running.splice(0)) await product.stop("SIGKILL").catch(() => null);
  rmSync(dataDir, { recursive: true, force: true });
});

async function started(): Promise<ProductProcess> {
  const product = await startProduct({ DATA_DIR: dataDir });
  running.push(product);
  return product;
}

async function stopped(product: ProductProcess, signal: NodeJS.Signals): Promise<number | null> {
  running.splice(running.indexOf(product), 1);
  return product.stop(signal);
}

describe("starting and stopping", () => {
  test("with nothing configured it becomes ready, says where everything is, and Ctrl-C ends it cleanly", async () => {
    const product = await started();
    const output = product.output();
    expect(output).toContain(product.url);
    expect(output).toContain(product.sandboxUrl);
    expect(output).toContain(dataDir);
    expect(output).toContain("maya@northside.example");
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
    expect(await stopped(product, "SIGINT")).toBe(0);
  }, 120_000);

  test("when npm is ended, which leaves its shell's child behind, the product stops by itself", async () => {
    const product = await startProduct({ DATA_DIR: dataDir }, { behindShell: true });
    running.push(product);
    // Resolves when the output has closed, which the product keeps open as long as it runs.
    await stopped(product, "SIGTERM");
    expect(product.output()).toContain("Stopped.");
    await expect(fetch(`${product.url}/healthz`)).rejects.toThrow();
  }, 120_000);

  test("a second process on the same data is refused with a sentence, and the first goes on", async () => {
    const first = await started();
    const second = await runProduct(["start"], {
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      SANDBOX_PORT: String(await freePort()),
    });
    expect(second.code).toBe(1);
    expect(second.output).toMatch(/DATA_DIR/);
    expect(second.output).not.toMatch(/\bat .+:\d+:\d+/);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  }, 120_000);

  test("after kill -9 every acknowledged delivery is still there, and the data directory is not left locked", async () => {
    const first = await started();
    const { webhookSigningKey } = await sandboxApp(first.sandboxUrl);
    const acknowledged = await deliverUntilKilled(first, webhookSigningKey);
    expect(acknowledged).toBeGreaterThan(20);
    const second = await started();
    const overview = await adminOverview(second.url);
    // One more may have been stored in the moment before its answer was lost.
    expect(overview.deliveries.received).toBeGreaterThanOrEqual(acknowledged);
    expect(overview.deliveries.received).toBeLessThanOrEqual(acknowledged + 1);
  }, 120_000);
});

describe("a start that cannot succeed ends with a sentence that says what to do", () => {
  test("the port is in use", async () => {
    const other = createServer();
    const port = await new Promise<number>((done) => {
      other.listen(0, "127.0.0.1", () => {
        const address = other.address();
        done(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const { code, output } = await runProduct(["start"], { DATA_DIR: dataDir, PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`Port ${port} is in use`);
    expect(output).toContain(`PORT=${port + 1}`);
  });

  test("a setting is wrong", async () => {
    const { code, output } = await runProduct(["start"], { DATA_DIR: dataDir, DATABASE_URL: "mysql://nowhere" });
    expect(code).toBe(1);
    expect(output).toContain("DATABASE_URL must begin with postgres://");
  });

  test("the database cannot be reached", async () => {
    const { code, output } = await runProduct(["start"], {
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      SANDBOX_PORT: String(await freePort()),
      DATABASE_URL: `postgres://nobody:secret-word@127.0.0.1:${await freePort()}/punctual`,
      ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 1).toString("base64")}`,
    });
    expect(code).toBe(1);
    expect(output).toMatch(/DATABASE_URL/);
    expect(output).not.toContain("secret-word");
  }, 30_000);

  test("the embedded database is damaged", async () => {
    await stopped(await started(), "SIGINT");
    const database = join(dataDir, "database");
    for (const path of filesBelow(database)) if (/pg_control$|PG_VERSION$/.test(path)) writeFileSync(path, "damaged");
    const { code, output } = await runProduct(["start"], {
      DATA_DIR: dataDir,
      PORT: String(await freePort()),
      SANDBOX_PORT: String(await freePort()),
    });
    expect(code).toBe(1);
    expect(output).toContain(database);
    expect(output).toMatch(/backup|remove/i);
  }, 120_000);

  test("a command does not exist", async () => {
    const { code, output } = await runProduct(["strat"], {});
    expect(code).toBe(1);
    expect(output).toContain("There is no command 'strat'");
  });

  test("a worker of its own has no shared database", async () => {
    const { code, output } = await runProduct(["worker"], { DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(output).toContain("needs DATABASE_URL");
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

async function sandboxApp(sandboxUrl: string): Promise<{ webhookSigningKey: string }> {
  const credentials = (await (await fetch(`${sandboxUrl}/_sandbox/credentials`)).json()) as {
    apps: { webhookSigningKey: string }[];
  };
  const app = credentials.apps[0];
  if (app === undefined) throw new Error("The sandbox has no app.");
  return app;
}

/** Sends deliveries one after the other, kills the process in the midst, and answers how many were acknowledged. */
async function deliverUntilKilled(product: ProductProcess, key: string): Promise<number> {
  let acknowledged = 0;
  let killed: Promise<unknown> | undefined;
  for (let index = 0; index < 500; index++) {
    const body = new TextEncoder().encode(
      JSON.stringify({
        event: "invitee.created",
        created_at: new Date().toISOString(),
        payload: { uri: `urn:test:${index}` },
      }),
    );
    const header = await signWebhook({ rawBody: body, key, timestamp: Math.floor(Date.now() / 1000) });
    try {
      const response = await fetch(`${product.url}/api/calendly/webhooks`, {
        method: "POST",
        headers: { "content-type": "application/json", "calendly-webhook-signature": header },
        body,
      });
      if (response.status !== 200) throw new Error(`Intake answered ${response.status}: ${await response.text()}`);
      acknowledged++;
    } catch (cause) {
      if (killed === undefined) throw cause;
      break;
    }
    if (index === 25) killed = stopped(product, "SIGKILL");
  }
  await killed;
  return acknowledged;
}

async function adminOverview(url: string): Promise<{ deliveries: { received: number } }> {
  const signIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: "ada@northside.example", password: sandboxPassword }),
  });
  expect(signIn.status).toBe(200);
  const cookie = signIn.headers
    .getSetCookie()
    .map((value) => value.split(";")[0])
    .join("; ");
  const response = await fetch(`${url}/api/overview`, { headers: { cookie } });
  return (await response.json()) as { deliveries: { received: number } };
}
