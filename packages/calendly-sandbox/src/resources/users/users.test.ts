import { endpoints } from "@punctual/calendly";
import { afterEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { clientOf, codeOf, eventTypeOf, firstOpening, meOf, startSandbox, tokenOf } from "../../testing/stage.ts";

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const as = (who: "ada" | "maya" | "tom") => clientOf(sandbox, tokenOf(who));
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";
const short = /^[A-Z0-9]{16}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("users", () => {
  it("are shown to the people of their organization, and to nobody else", async () => {
    sandbox = await startSandbox();
    const maya = await meOf(as("maya"));
    expect((await as("tom").request(endpoints.getUser, { params: { uuid: maya.uri } })).resource).toEqual(maya);
    sandbox.world.removeMember(idOf((await meOf(as("tom"))).uri));
    const read = (id: string) => as("tom").request(endpoints.getUser, { params: { uuid: id } });
    expect(await codeOf(read(maya.uri))).toBe("permission_denied");
    expect(await codeOf(read("nothing-has-this-id"))).toBe("not_found");
  });

  it("change what they say about themselves", async () => {
    sandbox = await startSandbox();
    const before = await meOf(as("maya"));
    const change = { timeZone: "Europe/Lisbon", locale: "pt", timeNotation: "24h" } as const;
    expect(sandbox.world.changeProfile(idOf(before.uri), change)).not.toBeNull();
    const after = await meOf(as("maya"));
    expect(after).toMatchObject({ timezone: "Europe/Lisbon", locale: "pt", time_notation: "24h", slug: before.slug });
    expect(after.updated_at > before.updated_at).toBe(true);
    expect(sandbox.world.changeProfile(idOf(before.uri), { timeZone: "Europe/Nowhere" })).toBeNull();
    expect(await meOf(as("maya"))).toEqual(after);
  });

  it("may have the 16 capitals of older accounts, which open everything that UUIDs do", async () => {
    sandbox = await startSandbox({ settings: { seededIds: "short" } });
    const maya = await meOf(as("maya"));
    expect([idOf(maya.uri), idOf(maya.current_organization)]).toEqual([
      expect.stringMatching(short),
      expect.stringMatching(short),
    ]);
    const eventType = await eventTypeOf(as("maya"), "60-minute-coaching");
    expect(idOf(eventType.uri)).toMatch(short);
    const { resource } = await as("maya").request(endpoints.createInvitee, {
      body: {
        event_type: eventType.uri,
        start_time: await firstOpening(sandbox, as("maya"), eventType.uri),
        invitee: { name: "Priya Nair", email: "priya@realty.example", timezone: "Asia/Kolkata" },
        questions_and_answers: [{ question: "What would you like to work on?", answer: "Prices", position: 0 }],
      },
    });
    // What is made today is of the newer form.
    expect(idOf(resource.uri)).toMatch(uuid);
    const query = { user: maya.uri, count: 1 };
    const [session] = (await as("maya").request(endpoints.listScheduledEvents, { query })).collection;
    const read = await as("maya").request(endpoints.getScheduledEvent, { params: { uuid: session?.uri ?? "" } });
    expect(idOf(read.resource.uri)).toMatch(short);
  });

  it("may have ids of both forms in one account, the same for the same seed", async () => {
    const ids = async () => {
      sandbox = await startSandbox({ settings: { seededIds: "mixed" } });
      const { current_organization: organization } = await meOf(as("ada"));
      const { collection } = await as("ada").request(endpoints.listOrganizationMemberships, {
        query: { organization },
      });
      return collection.flatMap((one) => [idOf(one.uri), idOf(one.user.uri)]);
    };
    const first = await ids();
    expect(first.some((id) => short.test(id)) && first.some((id) => uuid.test(id))).toBe(true);
    expect(first.every((id) => short.test(id) || uuid.test(id))).toBe(true);
    await sandbox.close();
    expect(await ids()).toEqual(first);
  });
});
