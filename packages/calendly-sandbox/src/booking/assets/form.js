// The invitee's form: reveals what a choice asks for, shows what is wrong beside each field, gathers the answers.

/** @param {HTMLFormElement} form */
export function createForm(form) {
  const banner = /** @type {HTMLElement} */ (form.querySelector("#form-error"));
  const submit = /** @type {HTMLButtonElement} */ (form.querySelector("#submit"));

  function revealExtras() {
    const index = checked("location_index");
    for (const extra of form.querySelectorAll("[data-for]")) {
      /** @type {HTMLElement} */ (extra).hidden = extra.getAttribute("data-for") !== index;
    }
    for (const extra of form.querySelectorAll("[data-for-other]")) {
      const name = extra.getAttribute("data-for-other");
      const toggle = /** @type {HTMLInputElement | null} */ (form.querySelector(`[data-other="${name}"]`));
      /** @type {HTMLElement} */ (extra).hidden = !toggle?.checked;
    }
  }
  form.addEventListener("change", revealExtras);
  form.addEventListener("input", (event) => {
    const field = event.target instanceof Element ? event.target.closest("[data-field]") : null;
    if (field) clear(field);
  });
  revealExtras();

  /** @param {string} name */
  function checked(name) {
    const input = form.querySelector(`[name="${name}"]:checked, [name="${name}"][type="hidden"]`);
    return /** @type {HTMLInputElement | null} */ (input)?.value ?? null;
  }

  /** @param {Element} field */
  function clear(field) {
    const line = field.querySelector(":scope > .error");
    if (!(line instanceof HTMLElement) || line.hidden) return;
    line.hidden = true;
    line.textContent = "";
    for (const input of field.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }

  function clearAll() {
    banner.hidden = true;
    for (const field of form.querySelectorAll("[data-field]")) clear(field);
  }

  /**
   * Marks fields and moves to the first of them; what belongs to no field goes into the banner.
   * @param {string} message @param {Record<string, string>} [errors]
   */
  function showErrors(message, errors = {}) {
    const marked = [...form.querySelectorAll("[data-field]")].filter((field) => {
      const sentence = errors[field.getAttribute("data-field") ?? ""];
      const line = field.querySelector(":scope > .error");
      if (!sentence || !(line instanceof HTMLElement)) return false;
      line.textContent = sentence;
      line.hidden = false;
      for (const input of field.querySelectorAll(":scope > input, :scope > textarea"))
        input.setAttribute("aria-invalid", "true");
      return true;
    });
    const placed = new Set(marked.map((field) => field.getAttribute("data-field")));
    const unplaced = Object.entries(errors)
      .filter(([name]) => !placed.has(name))
      .map(([, sentence]) => sentence);
    banner.textContent = [message, ...unplaced].join(" ");
    banner.hidden = false;
    const guests = marked.find((field) => field.closest("details"))?.closest("details");
    if (guests) guests.open = true;
    const first = marked[0]?.querySelector("input:not([type=hidden]), textarea");
    if (first instanceof HTMLElement) first.focus();
    else banner.focus();
  }

  /** @param {boolean} isBusy */
  function setBusy(isBusy) {
    submit.disabled = isBusy;
    submit.setAttribute("aria-busy", String(isBusy));
  }

  function read() {
    const data = new FormData(form);
    const text = (/** @type {string} */ name) => String(data.get(name) ?? "").trim();
    const option = form.querySelector('[name="location_index"]:checked');
    const kind = option?.getAttribute("data-kind") ?? checked("location_kind");
    const location = text("location") || text(`location_${kind}`) || option?.getAttribute("data-place");
    const isSplit = data.has("first_name");
    const names = new Set([...data.keys()].filter((name) => /^answer_\d+$/.test(name)));
    return {
      invitee: {
        ...(isSplit ? { first_name: text("first_name"), last_name: text("last_name") } : {}),
        full_name: isSplit ? `${text("first_name")} ${text("last_name")}`.trim() : text("name"),
        email: text("email"),
        ...(data.has("text_reminder_number") ? { text_reminder_number: text("text_reminder_number") } : {}),
      },
      reason: text("reason"),
      guests: text("guests")
        .split(/[\s,;]+/)
        .filter(Boolean),
      location: kind ? { kind, ...(location ? { location } : {}) } : null,
      fields: [...names].map((name) => {
        const other = text(`${name}_other`);
        const isOtherChosen = form.querySelector(`[data-other="${name}_other"]:checked`) !== null;
        const values = [...data.getAll(name).map(String).filter(Boolean), ...(isOtherChosen && other ? [other] : [])];
        return {
          position: Number(name.slice("answer_".length)),
          value: values.length > 1 ? values : (values[0] ?? ""),
        };
      }),
    };
  }

  return { read, clearAll, showErrors, setBusy };
}
