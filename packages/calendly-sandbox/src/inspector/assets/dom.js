// Building the page. Everything that comes from outside becomes text, never markup.

/**
 * An element. `props` are properties, listeners (`onclick`) and, with a dash or for `role`, `for`, `class`, attributes.
 * @param {string} tag @param {Record<string, any> | null} [props] @param {...any} children
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name === "className" ? "class" : name, value === true ? "" : String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** @param {Element} element @param {...any} children */
export function fill(element, ...children) {
  element.replaceChildren(
    ...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false),
  );
}

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Says in passing what came of something. @param {string} text @param {"good" | "bad"} [kind] */
export function toast(text, kind = "good") {
  const note = h("p", { class: `toast ${kind}` }, text);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), kind === "bad" ? 9_000 : 4_000);
}

/**
 * A button that does something, says so while it does, and tells what went wrong.
 * @param {string} label @param {() => Promise<string | void> | string | void} action what it returns is said
 * @param {{ kind?: string, confirm?: string, name?: string }} [options] `confirm`: the words of a second press
 */
export function actionButton(label, action, { kind = "quiet", confirm, name } = {}) {
  let armed = false;
  let timer = 0;
  const button = h("button", { type: "button", class: `button ${kind}`, "aria-label": name }, label);
  const disarm = () => {
    armed = false;
    button.textContent = label;
  };
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    if (confirm !== undefined && !armed) {
      armed = true;
      button.textContent = confirm;
      timer = window.setTimeout(disarm, 4_000);
      return;
    }
    window.clearTimeout(timer);
    disarm();
    button.setAttribute("aria-busy", "true");
    try {
      const said = await action();
      if (said) toast(said);
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), "bad");
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
  return button;
}

/** A button that copies a text. @param {string} label @param {() => string} text */
export function copyButton(label, text) {
  return actionButton(label, async () => {
    await navigator.clipboard.writeText(text());
    return "Copied";
  });
}

/** `work`, once things have been quiet for a moment: many records change at a time. @param {() => unknown} work */
export function soon(work) {
  let timer = 0;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(work, 200);
  };
}
