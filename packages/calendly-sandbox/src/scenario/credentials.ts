import type { Origins } from "../http/origin.ts";
import type { State } from "../state.ts";
import type { App } from "../world/records.ts";
import { scenarioOf } from "./scenarios.ts";

type AppDescription = Pick<App, "name" | "clientId" | "redirectUris" | "environment" | "scopes">;

const describeApp = ({ name, clientId, redirectUris, environment, scopes }: AppDescription): AppDescription => ({
  name,
  clientId,
  redirectUris,
  environment,
  scopes,
});

export interface Credentials {
  readonly url: string;
  readonly scenario: string;
  readonly seed: number;
  /** Apps with a secret, the first of which is Punctual's. */
  readonly apps: readonly (AppDescription & {
    readonly clientSecret: string;
    readonly webhookSigningKey: string;
  })[];
  /** Apps without a secret, which must use PKCE. */
  readonly nativeApps: readonly AppDescription[];
  readonly people: readonly {
    readonly name: string;
    readonly email: string;
    readonly role: "coach" | "realtor" | "admin";
    readonly timeZone: string;
    /** Null for people without a Calendly account. */
    readonly userUri: string | null;
    readonly slug: string | null;
    readonly personalToken: string | null;
  }[];
  readonly links: readonly { readonly label: string; readonly url: string; readonly person: string }[];
  /** Pages of the published routing forms. */
  readonly routingForms: readonly { readonly name: string; readonly url: string }[];
  readonly organizationUri: string;
}

/** Everything that one needs to use the scenario: apps, tokens, people, bookable links. Nothing in it is secret. */
export function describeCredentials(state: State, origins: Origins): Credentials {
  const { store } = state;
  const { api: url, booking } = origins;
  const name = store.getMeta("scenario") ?? "";
  const scenario = scenarioOf(name);
  const organizationId = store.organizations.first({ order: { by: "created", direction: "asc" } })?.id ?? "";
  const apps = store.apps.list();
  const people: Credentials["people"][number][] = scenario.people.map((person) => {
    const user = store.users.first({ where: { email: person.email } });
    return {
      name: person.name,
      email: person.email,
      role: person.role,
      timeZone: person.timeZone,
      userUri: user === null ? null : `${url}/users/${user.id}`,
      slug: person.slug,
      personalToken: person.personalToken,
    };
  });
  for (const { name: who, email, timeZone, role } of scenario.bookers) {
    if (role !== null)
      people.push({ name: who, email, role, timeZone, userUri: null, slug: null, personalToken: null });
  }
  const links = store.users.list({ order: { by: "created", direction: "asc" } }).flatMap((user) =>
    store.eventTypes
      .list({
        where: { owner: user.id, team: null, code: null, active: 1, deleted: 0 },
        order: { by: "position", direction: "asc" },
      })
      .map((eventType) => ({
        label: `${eventType.name} with ${user.name}`,
        url: `${booking}/${user.slug}/${eventType.slug}`,
        person: user.email,
      })),
  );
  return {
    url,
    scenario: name,
    seed: Number(store.getMeta("seed") ?? 0),
    apps: apps.flatMap(({ clientSecret, webhookSigningKey, ...app }) =>
      clientSecret === null ? [] : [{ ...describeApp(app), clientSecret, webhookSigningKey }],
    ),
    nativeApps: apps.filter(({ kind }) => kind === "native").map(describeApp),
    people,
    links,
    routingForms: store.routingForms
      .list({ order: { by: "created", direction: "asc" } })
      .filter((form) => form.status === "published")
      .map((form) => ({ name: form.name, url: `${booking}/routing/${form.slug}` })),
    organizationUri: `${url}/organizations/${organizationId}`,
  };
}
