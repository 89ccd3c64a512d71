// A list with a detail beside it: search, keys, pause, and an address for what is open.

import { fill, h } from "./dom.js";

/**
 * @param {HTMLElement} root
 * @param {{
 *   title: string,
 *   label: string,
 *   filters?: any[],
 *   actions?: any[],
 *   empty: () => any,
 *   keyOf: (item: any) => string,
 *   row: (item: any) => any,
 *   detail: (item: any) => Promise<any> | any,
 *   open: (key: string | null) => void,
 *   more?: (last: any) => Promise<any[]>,
 *   pageSize?: number,
 * }} options
 */
export function createListView(root, options) {
  /** @type {any[]} */
  let items = [];
  /** @type {string | null} */
  let openKey = null;
  let drawnDetail = 0;
  const list = h("ul", { class: "rows", "aria-label": options.label });
  const empty = h("div", { class: "empty", hidden: true });
  const more = h("button", { type: "button", class: "button quiet more", hidden: true }, "Show earlier ones");
  const detail = h("section", { class: "detail", tabIndex: -1, "aria-label": "Details", hidden: true });
  const page = h(
    "div",
    { class: "split" },
    h(
      "section",
      { class: "list", "aria-label": options.title },
      h(
        "div",
        { class: "heading" },
        h("h1", null, options.title),
        h("div", { class: "heading-actions" }, options.actions ?? []),
      ),
      options.filters ? h("div", { class: "filters", role: "search" }, options.filters) : null,
      list,
      empty,
      more,
    ),
    detail,
  );
  fill(root, page);

  const rowOf = (/** @type {any} */ item) => {
    const key = options.keyOf(item);
    const button = h(
      "button",
      { type: "button", class: "row", "aria-current": key === openKey ? "true" : null },
      options.row(item),
    );
    button.addEventListener("click", () => options.open(key));
    return h("li", { dataset: { key } }, button);
  };

  function drawState() {
    empty.hidden = items.length > 0;
    if (items.length === 0) fill(empty, options.empty());
    more.hidden = options.more === undefined || items.length === 0 || items.length % (options.pageSize ?? 100) !== 0;
  }

  more.addEventListener("click", async () => {
    const found = (await options.more?.(items.at(-1))) ?? [];
    items = [...items, ...found];
    list.append(...found.map(rowOf));
    drawState();
    if (found.length === 0) more.hidden = true;
  });

  const buttons = () => /** @type {HTMLButtonElement[]} */ ([...list.querySelectorAll(".row")]);

  return {
    /** @param {any[]} next */
    show(next) {
      items = next;
      fill(list, items.map(rowOf));
      drawState();
    },
    /** Puts an item on top, or in the place of one with its key. @param {any} item */
    put(item) {
      const key = options.keyOf(item);
      const at = items.findIndex((one) => options.keyOf(one) === key);
      const row = rowOf(item);
      if (at === -1) {
        items = [item, ...items];
        list.prepend(row);
        row.classList.add("arrived");
      } else {
        items[at] = item;
        list.children[at]?.replaceWith(row);
      }
      if (items.length > 1_000) {
        items.pop();
        list.lastElementChild?.remove();
      }
      drawState();
    },
    /** Opens what has a key, or closes. @param {string | null} key */
    async open(key) {
      openKey = key;
      for (const button of buttons()) {
        const isOpen = button.parentElement?.dataset["key"] === key;
        if (isOpen) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
      page.classList.toggle("opened", key !== null);
      detail.hidden = key === null;
      if (key === null) return;
      drawnDetail += 1;
      const drawing = drawnDetail;
      const close = h("button", { type: "button", class: "button quiet back" }, "Close");
      close.addEventListener("click", () => options.open(null));
      let content;
      try {
        content = await options.detail(items.find((item) => options.keyOf(item) === key) ?? { key });
      } catch (error) {
        content = h("p", { class: "trouble" }, error instanceof Error ? error.message : String(error));
      }
      if (drawing !== drawnDetail) return;
      fill(detail, close, content);
      if (matchMedia("(max-width: 899px)").matches) detail.focus();
    },
    /** @param {1 | -1} step */
    move(step) {
      const all = buttons();
      const focused = all.indexOf(/** @type {any} */ (document.activeElement));
      const current = focused === -1 ? all.findIndex((button) => button.hasAttribute("aria-current")) : focused;
      const next = all[Math.min(all.length - 1, Math.max(0, current === -1 ? 0 : current + step))];
      next?.focus();
      if (openKey !== null) next?.click();
    },
    get openKey() {
      return openKey;
    },
  };
}

/** A search field that answers while it is typed in. @param {string} label @param {string} value @param {(text: string) => void} onSearch */
export function searchField(label, value, onSearch) {
  let timer = 0;
  return h("input", {
    type: "search",
    class: "search",
    placeholder: label,
    "aria-label": label,
    "data-search": "",
    autocomplete: "off",
    value,
    oninput: (/** @type {any} */ event) => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => onSearch(event.target.value.trim()), 180);
    },
  });
}

/** @param {string} label @param {[string, string][]} choices @param {string} value @param {(value: string) => void} onChoose */
export function selectField(label, choices, value, onChoose) {
  const select = h(
    "select",
    { "aria-label": label },
    choices.map(([name, text]) => h("option", { value: name, selected: name === value }, text)),
  );
  select.addEventListener("change", () => onChoose(select.value));
  return select;
}
