import { endpoints } from "@punctual/calendly";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const maya = () => clientOf(sandbox, tokenOf("maya"));
const listed = async () => {
  const { uri: user } = await meOf(maya());
  return (await maya().request(endpoints.listUserLocations, { query: { user } })).collection;
};

it("conferences say whether their account is connected, other places say nothing", async () => {
  const locations = await listed();
  expect(locations).toContainEqual({ kind: "zoom_conference", connected: true });
  expect(locations).toContainEqual({ kind: "webex_conference", connected: false });
  expect(locations).toContainEqual({ kind: "physical" });
  expect(new Set(locations.map(({ kind }) => kind)).size).toBe(10);
});

it("a user connects a conference account and takes it away", async () => {
  const id = (await meOf(maya())).uri.split("/").at(-1) ?? "";
  expect(sandbox.world.connectConference(id, "webex_conference", true)).toBe(true);
  expect(await listed()).toContainEqual({ kind: "webex_conference", connected: true });
  expect(await listed()).toContainEqual({ kind: "zoom_conference", connected: true });
  sandbox.world.connectConference(id, "zoom_conference", false);
  expect(await listed()).toContainEqual({ kind: "zoom_conference", connected: false });
  expect(sandbox.world.connectConference("none", "zoom_conference", true)).toBe(false);
});

it("members see their own places, admins everybody's, nobody those of strangers", async () => {
  const { uri: user } = await meOf(maya());
  const as = (who: "ada" | "tom", of: string) =>
    codeOf(clientOf(sandbox, tokenOf(who)).request(endpoints.listUserLocations, { query: { user: of } }));
  expect(await as("ada", user)).toBe("no error");
  expect(await as("tom", user)).toBe("permission_denied");
  expect(await as("ada", `${sandbox.url}/users/AAAAAAAAAAAAAAAA`)).toBe("permission_denied");
  expect(await as("ada", "maya")).toBe("invalid_argument");
});
