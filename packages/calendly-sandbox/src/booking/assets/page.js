// The script of every page: tells the embedding page what happens, and runs the page's own part.

import { runBookingPage } from "./booking-page.js";
import { putCancellation, showPage, speak } from "./calls.js";
import { createForm } from "./form.js";
import { createParent } from "./parent.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const page = JSON.parse(main.dataset.page ?? "{}");
const parent = createParent(page.embedded === true);

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

speak(page.words);
parent.followHeight();
if (page.kind === "profile") parent.profilePageViewed();
if (page.kind === "cancel") cancelPage();
if (page.kind === "book" || page.kind === "reschedule") runBookingPage(page, parent);

function cancelPage() {
  const element = /** @type {HTMLFormElement} */ (byId("cancel-form"));
  const form = createForm(element);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.clearAll();
    form.setBusy(true);
    const reason = /** @type {HTMLTextAreaElement} */ (byId("reason")).value;
    const answer = await putCancellation(page.inviteeUuid, reason);
    if (answer.ok || answer.refusal.failure?.code === "already_canceled") return showPage(page.done);
    form.setBusy(false);
    form.showErrors(answer.refusal.message);
  });
}
