// Those who were asked to join: they accept, decline, or are asked once more.

import { get, post, segment } from "./api.js";
import { actionButton, fill, h } from "./dom.js";
import { field, form } from "./forms.js";
import { line, nothing, panel } from "./parts.js";
import { badge, time } from "./words.js";

const colours = /** @type {const} */ ({ pending: "note", accepted: "good", declined: "wait" });
/** Invitations that are over, of which the latest are enough. */
const mostAnswered = 5;

export function invitationsPanel() {
  const list = h("ul", { class: "plain-rows" });

  function pendingLine(/** @type {string} */ key, /** @type {any} */ invitation) {
    const path = `/invitations/${segment(key)}`;
    const accept = form(
      [
        h(
          "div",
          { class: "fields" },
          field("Name", { name: "name", placeholder: "made from the address" }),
          field("Time zone", { name: "timeZone", placeholder: "Europe/Zurich" }),
        ),
      ],
      "Accept",
      async (values) => {
        const { user } = await post(`${path}/accept`, values);
        await draw();
        return `${user.name} is a member now`;
      },
    );
    return line(
      invitation.email,
      ["asked ", time(invitation.lastSentAt ?? invitation.createdAt)],
      badge(invitation.status, colours[invitation.status]),
      h(
        "div",
        { class: "actions" },
        actionButton(
          "Decline",
          async () => {
            await post(`${path}/decline`);
            await draw();
            return "Declined";
          },
          { name: `Decline as ${invitation.email}` },
        ),
        actionButton(
          "Ask again",
          async () => {
            await post(`${path}/resend`);
            await draw();
            return "Sent once more";
          },
          { name: `Ask ${invitation.email} again` },
        ),
      ),
      h("details", { class: "wide" }, h("summary", null, "Accept"), accept),
    );
  }

  async function draw() {
    const { records } = await get("/state/invitations", { limit: 200 });
    const isPending = (/** @type {any} */ one) => one.record.status === "pending";
    const answered = records.filter((/** @type {any} */ one) => !isPending(one)).slice(0, mostAnswered);
    fill(
      list,
      records.filter(isPending).map((/** @type {any} */ one) => pendingLine(one.key, one.record)),
      answered.map(({ record }) =>
        line(record.email, time(record.updatedAt), badge(record.status, colours[record.status])),
      ),
      records.length === 0 ? nothing("Nobody is invited. POST /organizations/{uuid}/invitations asks somebody.") : null,
    );
  }

  return { element: panel("Invitations", list), tables: ["invitations"], draw };
}
