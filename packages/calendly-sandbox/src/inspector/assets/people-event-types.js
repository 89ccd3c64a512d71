// Owners switch their event types on and off.

import { get, patch, segment } from "./api.js";
import { actionButton, fill, h } from "./dom.js";
import { searchField } from "./list-view.js";
import { line, nothing, panel, usersById } from "./parts.js";
import { badge } from "./words.js";

/** As many as one can look through. */
const most = 10;

export function eventTypesPanel() {
  const list = h("ul", { class: "plain-rows" });
  let search = "";

  function typeLine(/** @type {any} */ type, /** @type {Map<string, any>} */ users) {
    const owner = users.get(type.ownerId);
    const page = `/${owner?.slug}/${type.slug}`;
    return line(
      h("a", { href: `#/state/${segment(`eventTypes/${type.id}`)}` }, type.name),
      [
        owner?.name ?? "somebody",
        ", ",
        type.active && owner && type.oneOff === null && type.teamId === null
          ? h("a", { href: page, target: "_blank", rel: "noopener" }, page)
          : `${type.durationMinutes} min`,
      ],
      type.secret ? badge("secret", "plain") : null,
      badge(type.active ? "on" : "off", type.active ? "good" : "wait"),
      actionButton(
        type.active ? "Switch off" : "Switch on",
        async () => {
          await patch(`/event-types/${segment(type.id)}`, { active: !type.active });
          await draw();
          return type.active ? `Nobody can book ${type.name} now` : `${type.name} can be booked again`;
        },
        { name: `${type.active ? "Switch off" : "Switch on"} ${type.name} of ${owner?.name ?? "somebody"}` },
      ),
    );
  }

  async function draw() {
    const [{ records }, users] = await Promise.all([
      get("/state/eventTypes", { search, limit: most + 1 }),
      usersById(),
    ]);
    const standing = records.filter((/** @type {any} */ one) => one.record.deletedAt === null);
    fill(
      list,
      standing.slice(0, most).map((/** @type {any} */ one) => typeLine(one.record, users)),
      records.length > most ? nothing("There are more: search for one of them.") : null,
      standing.length === 0
        ? nothing(search === "" ? "There is no event type." : "No event type has that in its record.")
        : null,
    );
  }

  const searching = searchField("Search in the event types", "", (text) => {
    search = text;
    return draw();
  });
  return { element: panel("Event types", searching, list), tables: ["eventTypes"], draw };
}
