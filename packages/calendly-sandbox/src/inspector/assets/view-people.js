// Acting as a person: somebody books, a host cancels, a calendar fills.

import { get, patch, post, remove, segment } from "./api.js";
import { actionButton, copyButton, fill, h, soon } from "./dom.js";
import { field, form, instantOf } from "./forms.js";
import { line, nothing, panel, usersById } from "./parts.js";
import { eventTypesPanel } from "./people-event-types.js";
import { invitationsPanel } from "./people-invitations.js";
import { routingPanel } from "./people-routing.js";
import { badge, sandboxClock, time } from "./words.js";

/** @param {any} invitee @param {any} event @param {() => Promise<void>} draw */
function inviteeItem(invitee, event, draw) {
  const id = segment(invitee.id);
  const act = (/** @type {string} */ what, /** @type {string} */ said) => async () => {
    await post(`/invitees/${id}/${what}`);
    await draw();
    return said;
  };
  const begun = event !== undefined && event.startAt <= sandboxClock.now();
  const active = invitee.status === "active";
  return line(
    [
      h("a", { href: `#/state/${segment(`invitees/${invitee.id}`)}` }, invitee.name),
      " ",
      h("span", { class: "muted" }, invitee.email),
    ],
    event
      ? [h("a", { href: `#/state/${segment(`events/${event.id}`)}` }, event.name), ", ", time(event.startAt)]
      : "its event is gone",
    invitee.noShow
      ? badge("no-show", "bad")
      : badge(invitee.rescheduled ? "moved" : invitee.status, active ? "good" : "wait"),
    h(
      "div",
      { class: "actions" },
      active && !begun
        ? actionButton("Reschedule", act("reschedule", "Moved to the first other open time"), {
            name: `Reschedule ${invitee.name}`,
          })
        : null,
      active && !begun
        ? actionButton("Cancel", act("cancel", "Canceled as the invitee"), { name: `Cancel ${invitee.name}` })
        : null,
      active && !begun && event
        ? actionButton(
            "Host cancels",
            async () => {
              await post(`/scheduled-events/${segment(event.id)}/cancel`);
              await draw();
              return "Canceled for everybody on it";
            },
            { name: `Cancel ${event.name} as the host` },
          )
        : null,
      active && begun && !invitee.noShow
        ? actionButton("No-show", act("no-show", "Marked"), { name: `Mark ${invitee.name} as a no-show` })
        : null,
      invitee.noShow
        ? actionButton(
            "Unmark",
            async () => {
              await remove(`/invitees/${id}/no-show`);
              await draw();
            },
            { name: `Unmark ${invitee.name}` },
          )
        : null,
    ),
  );
}

/** @param {HTMLElement} root */
export async function peopleView(root) {
  const { people, links } = await get("/credentials");
  const latest = h("ul", { class: "plain-rows" });
  const calendars = h("ul", { class: "plain-rows" });
  const pathOf = (/** @type {string} */ url) => new URL(url).pathname;
  const others = [invitationsPanel(), eventTypesPanel(), routingPanel()];
  const hosts = people.filter((/** @type {any} */ one) => one.userUri !== null);

  async function drawBookings() {
    const { records: invitees } = await get("/state/invitees", { limit: 25 });
    const events = new Map(
      await Promise.all(
        [...new Set(invitees.map((/** @type {any} */ one) => one.record.eventId))].map(async (id) => [
          id,
          (await get(`/state/events/${segment(String(id))}`).catch(() => null))?.record,
        ]),
      ),
    );
    fill(
      latest,
      invitees.map((/** @type {any} */ one) => inviteeItem(one.record, events.get(one.record.eventId), drawBookings)),
      invitees.length === 0 ? nothing("Nobody has booked yet.") : null,
    );
  }

  async function drawCalendars() {
    const [{ records: connected }, users] = await Promise.all([get("/state/calendars", { limit: 100 }), usersById()]);
    fill(
      calendars,
      connected.map(({ key, record }) => {
        const change = (/** @type {object} */ wanted) =>
          patch(`/calendars/${segment(key)}`, wanted).then(drawCalendars);
        return line(
          users.get(record.userId)?.name ?? "somebody",
          `${record.kind}, ${record.account}${record.checksConflicts ? "" : ", conflicts not checked"}`,
          badge(record.state, record.state === "broken" ? "bad" : "good"),
          h(
            "div",
            { class: "actions" },
            record.state === "broken"
              ? actionButton("Mend", () => change({ state: "connected" }))
              : actionButton("Break", () => change({ state: "broken" })),
            actionButton("Busy for an hour", async () => {
              const from = Math.ceil(sandboxClock.now() / 3_600_000) * 3_600_000;
              await post(`/calendars/${segment(key)}/entries`, { startAt: from, endAt: from + 3_600_000 });
              return "The next full hour is taken";
            }),
            actionButton("Disconnect", () => remove(`/calendars/${segment(key)}`).then(drawCalendars)),
          ),
        );
      }),
      connected.length === 0 ? nothing("No outside calendar is connected.") : null,
    );
  }

  const book = form(
    [
      h(
        "div",
        { class: "fields" },
        field("Event type", {
          name: "eventType",
          options: links.map((/** @type {any} */ one) => [pathOf(one.url), one.label]),
        }),
        field("When", { name: "startTime", type: "datetime-local" }, "The first open time when empty."),
      ),
      h(
        "div",
        { class: "fields" },
        field("Name", { name: "name", placeholder: "Sam Rivera" }),
        field("E-mail", { name: "email", placeholder: "sam.rivera@visitor.example" }),
        field("Time zone", { name: "timeZone", placeholder: "the host's" }),
      ),
    ],
    "Book",
    async (values) => {
      const { startTime, ...rest } = values;
      await post("/invitees", { ...rest, ...(startTime ? { startTime: instantOf(startTime) } : {}) });
      await drawBookings();
      return "Booked; required questions were answered for you";
    },
  );
  const connect = form(
    [
      h(
        "div",
        { class: "fields" },
        field("Whose", { name: "user", options: hosts.map((/** @type {any} */ one) => [one.email, one.name]) }),
        field("Kind", {
          name: "kind",
          options: ["google", "outlook", "exchange", "icloud", "outlook_desktop"].map((one) => [one, one]),
        }),
      ),
    ],
    "Connect a calendar",
    async ({ user, kind }) => {
      await post(`/users/${segment(user)}/calendars`, { kind });
      await drawCalendars();
      return "Connected";
    },
  );

  fill(
    root,
    h("div", { class: "heading" }, h("h1", null, "People")),
    panel("Somebody books", book),
    panel("Latest bookings", latest),
    others.map(({ element }) => element),
    panel("Outside calendars", calendars, h("details", null, h("summary", null, "Connect one"), connect)),
    panel(
      "Who is who",
      h(
        "ul",
        { class: "plain-rows" },
        people.map((/** @type {any} */ one) =>
          line(
            one.slug ? h("a", { href: `/${one.slug}`, target: "_blank", rel: "noopener" }, one.name) : one.name,
            `${one.email}, ${one.timeZone}`,
            badge(one.role, "plain"),
            one.personalToken ? copyButton("Copy token", () => one.personalToken) : null,
          ),
        ),
      ),
    ),
    panel(
      "Bookable links",
      h(
        "ul",
        { class: "plain-rows" },
        links
          .slice(0, 40)
          .map((/** @type {any} */ one) =>
            h(
              "li",
              null,
              h("a", { class: "grow", href: pathOf(one.url), target: "_blank", rel: "noopener" }, one.label),
            ),
          ),
      ),
    ),
  );
  const parts = [
    { element: latest, tables: ["invitees", "events"], draw: drawBookings },
    { element: calendars, tables: ["calendars"], draw: drawCalendars },
    ...others,
  ].map((part) => ({ ...part, drawSoon: soon(part.draw) }));
  const refresh = async () => void (await Promise.all(parts.map((part) => part.draw())));
  await refresh();
  return {
    refresh,
    happened(happening) {
      if (happening.kind !== "record") return;
      for (const { element, tables, drawSoon } of parts) {
        // Not while somebody is in it: it would be drawn anew under their hands.
        if (tables.includes(happening.table) && !element.contains(document.activeElement)) drawSoon();
      }
    },
  };
}
