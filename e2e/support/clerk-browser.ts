import type { Page } from "@playwright/test";
import type { ClerkStandIn } from "@punctual/server/testing/clerk";

/*
 * Clerk's script, as far as `@clerk/react` needs one: a button for each user in place of Clerk's own form, tokens from the
 * stand-in, the cookie that Clerk sets. The real one comes from Clerk's host, which no test reaches.
 */
const script = `(() => {
  const kept = sessionStorage, listeners = new Set();
  const host = new URL(document.currentScript.src).origin;
  const sessionOf = (who) => ({
    id: "sess", status: "active", user: { id: who }, checkAuthorization: () => false,
    lastActiveToken: { jwt: { claims: { sub: who, sid: "sess" } } },
    async getToken() {
      const answer = await fetch(host + "/token?who=" + who + "&session=" + (kept.getItem("session") ?? ""));
      const { token, session } = await answer.json();
      kept.setItem("session", session);
      document.cookie = "__session=" + token + "; path=/";
      return token;
    },
  });
  const tell = () => {
    const { session, user } = clerk;
    clerk.__internal_lastEmittedResources = { client: { sessions: [] }, session, user, organization: null };
    for (const listener of listeners) listener(clerk.__internal_lastEmittedResources);
  };
  const become = (who) => {
    clerk.session = who === null ? null : sessionOf(who);
    clerk.user = who === null ? null : { id: who };
    tell();
  };
  const clerk = window.Clerk = {
    loaded: false, status: "loading", version: "6.0.0", session: null, user: null, client: { sessions: [] }, organization: null,
    async load() { clerk.loaded = true; clerk.status = "ready"; become(kept.getItem("who")); },
    on(event, listener) { if (event === "status") listener("ready"); },
    off() {}, unmountSignIn() {}, __internal_updateProps() {}, __unstable__updateProps() {},
    addListener(listener) { listeners.add(listener); return () => listeners.delete(listener); },
    async mountSignIn(place) {
      for (const { id, name } of await (await fetch(host + "/users")).json()) {
        const button = document.createElement("button");
        button.textContent = "Continue as " + name;
        button.onclick = () => { kept.setItem("who", id); kept.removeItem("session"); become(id); };
        place.append(button);
      }
    },
    async signOut() { kept.clear(); document.cookie = "__session=; max-age=0; path=/"; become(null); },
  };
})();`;

/** Answers in place of Clerk's host, for the pages of one browser. */
export async function serveClerk(
  page: Page,
  clerk: ClerkStandIn,
  {
    publicUrl,
    users,
  }: { readonly publicUrl: string; readonly users: readonly { readonly id: string; readonly name: string }[] },
): Promise<void> {
  const headers = { "access-control-allow-origin": "*" };
  await page.route(`${clerk.instance.config.frontendUrl}/**`, async (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    if (pathname === "/users") return route.fulfill({ json: users, headers });
    if (pathname === "/token") {
      const session = searchParams.get("session") || clerk.signIn(searchParams.get("who") ?? "");
      return route.fulfill({ json: { session, token: await clerk.token(session, { azp: publicUrl }) }, headers });
    }
    const body = pathname.includes("clerk-js") ? script : "window.__internal_ClerkUICtor = class {}";
    return route.fulfill({ body, contentType: "text/javascript", headers });
  });
}
