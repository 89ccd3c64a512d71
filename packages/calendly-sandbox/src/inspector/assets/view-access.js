// Apps, consent and tokens: who may do what.

import { get, patch, post, segment } from "./api.js";
import { actionButton, copyButton, fill, h, soon } from "./dom.js";
import { field, form } from "./forms.js";
import { panel, usersById } from "./parts.js";
import { badge, counted, sandboxClock, time } from "./words.js";

/** @param {any} token */
function standing(token) {
  if (token.revoked) return badge("revoked", "bad");
  if (token.expiresAt !== null && token.expiresAt <= sandboxClock.now()) return badge("expired", "wait");
  return badge("alive", "good");
}

/** @param {string} scope */
const family = (scope) => scope.replace(/_/g, " ");

/** @param {HTMLElement} root */
export async function accessView(root) {
  const tokens = h("ul", { class: "plain-rows" });
  const apps = h("div", { class: "cards" });
  const plan = h("div");
  const { people, apps: registered } = await get("/credentials");
  const userOptions = people
    .filter((/** @type {any} */ one) => one.userUri !== null)
    .map((/** @type {any} */ one) => [one.email, one.name]);
  /** @type {Map<string, any>} */
  let users = new Map();

  const change = (/** @type {any} */ token, /** @type {object} */ wanted) =>
    patch(`/tokens/${segment(token.token)}`, wanted).then(draw);
  const tokenItem = (/** @type {any} */ token) => {
    const alive = !token.revoked && (token.expiresAt === null || token.expiresAt > sandboxClock.now());
    const owner = users.get(token.userId)?.name ?? "somebody";
    const called = `${token.kind} token of ${owner}`;
    const scopeForm = form(
      [field("Scopes", { name: "scopes", rows: 4, value: token.scopes.join(" ") }, "Separated by spaces.")],
      "Change scopes",
      async ({ scopes = "" }) => {
        await change(token, { scopes: scopes.split(/\s+/).filter(Boolean) });
        return "The token opens something else now";
      },
    );
    return h(
      "li",
      { class: "token" },
      h(
        "div",
        { class: "grow" },
        h(
          "p",
          { class: "row-strong" },
          owner,
          " ",
          h("span", { class: "muted" }, `${token.kind}${token.clientId ? `, ${token.clientId}` : ""}`),
        ),
        h(
          "p",
          { class: "muted" },
          h(
            "code",
            { class: "secret" },
            token.token.length > 48 ? `${token.token.slice(0, 20)}…${token.token.slice(-8)}` : token.token,
          ),
          " ",
          token.expiresAt === null ? null : ["expires ", time(token.expiresAt)],
        ),
        h(
          "details",
          null,
          h("summary", null, counted(token.scopes.length, "scope")),
          h("p", { class: "muted" }, token.scopes.map(family).join(", ") || "none"),
          scopeForm,
        ),
      ),
      standing(token),
      h(
        "div",
        { class: "actions" },
        copyButton("Copy", () => token.token),
        alive
          ? actionButton("Expire", () => change(token, { expiresAt: sandboxClock.now() - 1_000 }), {
              name: `Expire the ${called}`,
            })
          : null,
        alive
          ? actionButton("Revoke", () => change(token, { revoked: true }), { name: `Revoke the ${called}` })
          : actionButton(
              "Revive",
              () =>
                change(token, {
                  revoked: false,
                  expiresAt: token.kind === "access" ? sandboxClock.now() + 7_200_000 : null,
                }),
              { name: `Revive the ${called}` },
            ),
      ),
    );
  };

  async function draw() {
    const [{ tokens: all }, known, { records: organizations }] = await Promise.all([
      get("/tokens"),
      usersById(),
      get("/state/organizations", { limit: 5 }),
    ]);
    users = known;
    const order = { personal: 0, access: 1, refresh: 2 };
    all.sort(
      (/** @type {any} */ a, /** @type {any} */ b) =>
        Number(a.revoked) - Number(b.revoked) || order[a.kind] - order[b.kind] || b.issuedAt - a.issuedAt,
    );
    const shown = all.slice(0, 100);
    fill(
      tokens,
      shown.map(tokenItem),
      all.length > shown.length
        ? h(
            "li",
            { class: "muted" },
            `${all.length - shown.length} more are under `,
            h("a", { href: "#/state?table=tokens" }, "State"),
            ".",
          )
        : null,
    );
    fill(
      apps,
      registered.map((/** @type {any} */ app) =>
        h(
          "article",
          { class: "card" },
          h("h3", null, app.name),
          h(
            "dl",
            { class: "facts" },
            h("dt", null, "Client id"),
            h("dd", null, app.clientId),
            h("dt", null, "Client secret"),
            h("dd", null, app.clientSecret ?? "none: a public app"),
            h("dt", null, "Signing key"),
            h("dd", null, app.webhookSigningKey),
            h("dt", null, "Redirects"),
            h("dd", null, app.redirectUris.join(", ") || "any http address of this machine"),
          ),
          h(
            "div",
            { class: "actions" },
            app.redirectUris[0]
              ? h(
                  "a",
                  {
                    class: "button quiet",
                    href: `/oauth/authorize?${new URLSearchParams({ client_id: app.clientId, response_type: "code", redirect_uri: app.redirectUris[0] })}`,
                  },
                  "Open its consent page",
                )
              : null,
            actionButton(
              "Revoke all its tokens",
              async () =>
                `${counted((await post("/tokens/revoke", { clientId: app.clientId })).revoked, "token")} ended`,
            ),
          ),
        ),
      ),
    );
    fill(
      plan,
      organizations.map(({ key, record }) =>
        form(
          [
            h(
              "div",
              { class: "fields" },
              field("Plan", {
                name: "plan",
                value: record.plan,
                options: ["basic", "essentials", "standard", "professional", "teams", "enterprise"].map((one) => [
                  one,
                  one,
                ]),
              }),
              field("Stage", {
                name: "stage",
                value: record.stage,
                options: ["trial", "free", "paid"].map((one) => [one, one]),
              }),
            ),
          ],
          `Change ${record.name}`,
          async (values) => {
            await patch("/plan", { organization: key, ...values });
            return "Limits and features follow with the next call";
          },
        ),
      ),
    );
  }

  const newToken = form(
    [
      h(
        "div",
        { class: "fields" },
        field("For", { name: "user", options: userOptions }),
        field("Scopes", { name: "scopes", placeholder: "all" }, "Separated by spaces."),
      ),
    ],
    "Make a personal token",
    async ({ user, scopes }) => {
      await post("/tokens", { user, ...(scopes ? { scopes: scopes.split(/\s+/) } : {}) });
      await draw();
      return "The token is in the list";
    },
  );
  const away = form(
    [field("Account", { name: "user", options: userOptions })],
    "Take its consent back",
    async ({ user }) => {
      const { revoked } = await post("/deauthorize", { user });
      await draw();
      return revoked === 0 ? "It had allowed nothing" : `${counted(revoked, "token")} ended`;
    },
  );
  fill(
    root,
    h("div", { class: "heading" }, h("h1", null, "Access")),
    panel(
      "Tokens",
      tokens,
      h("details", null, h("summary", null, "Make another"), newToken),
      h("details", null, h("summary", null, "An account takes its consent back"), away),
    ),
    panel("Apps", apps),
    panel("Plan", plan),
  );
  const drawSoon = soon(draw);
  await draw();
  return {
    refresh: draw,
    happened(happening) {
      // Not while somebody writes: the list would be drawn anew under their hands.
      if (happening.kind === "record" && happening.table === "tokens" && !tokens.contains(document.activeElement))
        drawSoon();
    },
  };
}
