// The embed script that a host page loads: `window.Calendly`, with the functions, options, DOM and class names that
// pages written for Calendly's own widget.js rely on. It runs as a classic script on foreign pages, so it adds exactly
// one global, evaluates nothing, and styles only through classes and the CSSOM (both allowed by a strict CSP).
(() => {
  /**
   * @typedef {{ name?: string, firstName?: string, lastName?: string, email?: string, location?: string,
   *   guests?: string[], customAnswers?: Record<string, string>, date?: Date }} Prefill
   * @typedef {{ utmCampaign?: string, utmSource?: string, utmMedium?: string, utmContent?: string, utmTerm?: string,
   *   salesforce_uuid?: string }} Utm
   * @typedef {{ url?: string, parentElement?: any, prefill?: Prefill, utm?: Utm, resize?: boolean,
   *   embedType?: string }} FrameOptions
   * @typedef {{ url: string, text?: string, color?: string, textColor?: string, branding?: boolean, prefill?: Prefill,
   *   utm?: Utm }} BadgeOptions
   */

  const isMobile = /Android|webOS|iPhone|iPad|iPod|BlackBerry|IEMobile|Opera Mini/i.test(navigator.userAgent);

  // --- the address of the frame -------------------------------------------------------------------------------------

  /** @param {Prefill} [prefill] @returns {Record<string, string>} */
  function prefillParameters(prefill) {
    if (!prefill) return {};
    /** @type {Record<string, string>} */
    const found = {};
    const plain = {
      name: "name",
      firstName: "first_name",
      lastName: "last_name",
      email: "email",
      location: "location",
    };
    for (const [option, parameter] of Object.entries(plain)) {
      const value = prefill[/** @type {"name"} */ (option)];
      if (value) found[parameter] = value;
    }
    if (Array.isArray(prefill.guests) && prefill.guests.length > 0) found.guests = prefill.guests.join(",");
    for (const [key, answer] of Object.entries(prefill.customAnswers ?? {})) {
      if (/^a\d{1,2}$/.test(key)) found[key] = answer;
    }
    if (prefill.date instanceof Date && !Number.isNaN(prefill.date.getTime())) {
      const { date } = prefill;
      const month = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}`;
      found.month = month;
      found.date = `${month}-${String(date.getDate()).padStart(2, "0")}`;
    }
    return found;
  }

  /** @param {Utm} [utm] @returns {Record<string, string>} */
  function utmParameters(utm) {
    /** @type {Record<string, string>} */
    const found = {};
    for (const [option, value] of Object.entries(utm ?? {})) {
      if (option === "salesforce_uuid" && value) found.salesforce_uuid = value;
      const word = /^utm(Campaign|Source|Medium|Content|Term)$/.exec(option)?.[1];
      if (word && value) found[`utm_${word.toLowerCase()}`] = value;
    }
    return found;
  }

  /**
   * Later sources win: the host page's utm values, then the url's own parameters, then the options.
   * @param {FrameOptions} options @param {string} url @returns {string}
   */
  function frameAddress(options, url) {
    const [address = "", query = ""] = (url.split("#")[0] ?? "").split("?");
    const fromHost = new URLSearchParams(window.location.search);
    const all = new URLSearchParams({
      embed_domain: document.location.host,
      embed_type: options.embedType ?? "Inline",
    });
    for (const [key, value] of fromHost)
      if (/^utm_(campaign|source|medium|content|term)$/.test(key)) all.set(key, value);
    for (const [key, value] of new URLSearchParams(query)) all.set(key, value);
    const given = { ...prefillParameters(options.prefill), ...utmParameters(options.utm) };
    for (const [key, value] of Object.entries(given)) all.set(key, value);
    return `${address}?${all.toString().replaceAll("+", "%20")}`;
  }

  // --- the frame ----------------------------------------------------------------------------------------------------

  /** @param {string} className @param {string} [tag] */
  function element(className, tag = "div") {
    const made = document.createElement(tag);
    made.className = className;
    return made;
  }

  function spinner() {
    const made = element("calendly-spinner");
    for (const part of [1, 2, 3]) made.append(element(`calendly-bounce${part}`));
    return made;
  }

  /** Grows the parent with the page; every message is checked to come from our own frame. @param {HTMLIFrameElement} frame @param {HTMLElement} parent */
  function followHeight(frame, parent) {
    window.addEventListener("message", function onMessage(message) {
      if (!frame.isConnected) return window.removeEventListener("message", onMessage);
      if (message.source !== frame.contentWindow || message.data?.event !== "calendly.page_height") return;
      const height = String(message.data.payload?.height ?? "");
      if (/^\d+(\.\d+)?px$/.test(height)) parent.style.height = height;
    });
  }

  /** @param {FrameOptions} options @returns {HTMLIFrameElement} */
  function buildFrame(options) {
    const given = options.parentElement?.jquery ? options.parentElement[0] : options.parentElement;
    if (!given) throw new Error("Calendly: Parent element not set");
    const parent = /** @type {HTMLElement} */ (given);
    const url = options.url || parent.getAttribute("data-url");
    if (!url) throw new Error("Calendly: Widget URL not set");

    const frame = document.createElement("iframe");
    frame.src = frameAddress(options, url);
    frame.width = "100%";
    frame.height = "100%";
    frame.frameBorder = "0";
    frame.title = "Select a date and time";
    const waiting = spinner();
    frame.addEventListener("load", () => waiting.remove(), { once: true });
    if (isMobile) parent.classList.add("calendly-mobile");
    parent.append(waiting, frame);
    if (options.resize || parent.getAttribute("data-resize") === "true") followHeight(frame, parent);
    return frame;
  }

  // --- popup --------------------------------------------------------------------------------------------------------

  /** @type {{ close: () => void } | null} */
  let popup = null;

  /** Keeps the tab order within the dialog: reaching either end leads to the other. @param {HTMLElement} target */
  function focusGuard(target) {
    const guard = element("calendly-focus-guard");
    guard.tabIndex = 0;
    guard.addEventListener("focus", () => target.focus());
    return guard;
  }

  /** @param {FrameOptions} options */
  function openPopup(options) {
    popup?.close();
    const before = document.activeElement;
    const overflow = document.body.style.overflow;

    const overlay = element("calendly-overlay");
    overlay.setAttribute("role", "dialog");
    overlay.setAttribute("aria-modal", "true");
    overlay.setAttribute("aria-label", "Book a time");
    const backdrop = element("calendly-close-overlay");
    const frameHolder = element("calendly-popup-content");
    frameHolder.setAttribute("data-url", options.url ?? "");
    const box = element("calendly-popup");
    box.append(frameHolder);
    const closeButton = /** @type {HTMLButtonElement} */ (element("calendly-popup-close", "button"));
    closeButton.type = "button";
    closeButton.setAttribute("aria-label", "Close");

    const frame = buildFrame({ ...options, parentElement: frameHolder });
    overlay.append(backdrop, focusGuard(frame), closeButton, box, focusGuard(closeButton));

    /** @param {KeyboardEvent} event */
    const onKey = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close();
    };
    function close() {
      if (popup?.close !== close) return;
      popup = null;
      document.removeEventListener("keydown", onKey);
      document.body.style.overflow = overflow;
      overlay.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    }
    backdrop.addEventListener("click", close);
    closeButton.addEventListener("click", close);
    document.addEventListener("keydown", onKey);

    popup = { close };
    document.body.style.overflow = "hidden";
    document.body.append(overlay);
    closeButton.focus();
  }

  // --- badge --------------------------------------------------------------------------------------------------------

  /** @type {HTMLElement | null} */
  let badge = null;

  function destroyBadgeWidget() {
    badge?.remove();
    badge = null;
  }

  /** @param {BadgeOptions} options */
  function initBadgeWidget(options) {
    destroyBadgeWidget();
    const content = /** @type {HTMLButtonElement} */ (element("calendly-badge-content", "button"));
    content.type = "button";
    content.textContent = options.text ?? "Schedule time";
    if (options.color) content.style.background = options.color;
    if (options.textColor) content.style.color = options.textColor;
    if (/^#f{3}(f{3})?$/i.test(options.color ?? "")) content.classList.add("calendly-white");
    if (options.branding) {
      const branding = document.createElement("span");
      branding.textContent = "sandbox";
      content.append(branding);
    }
    content.addEventListener("click", () => openPopup({ ...options, embedType: "PopupWidget" }));
    badge = element("calendly-badge-widget");
    badge.append(content);
    document.body.prepend(badge);
  }

  // --- the face -----------------------------------------------------------------------------------------------------

  /** @param {FrameOptions} options */
  function initInlineWidget(options) {
    if (!options?.url) throw new Error("Calendly: Widget URL not set");
    // While a page is read its last script is the one that calls: the widget takes the place where it was written.
    const parentElement = options.parentElement ?? [...document.scripts].at(-1)?.parentElement;
    buildFrame({ ...options, parentElement, embedType: "Inline" });
  }

  function processInlineWidgets() {
    for (const widget of document.querySelectorAll(".calendly-inline-widget[data-url]")) {
      if (widget.hasAttribute("data-processed") || widget.getAttribute("data-auto-load") === "false") continue;
      widget.setAttribute("data-processed", "true");
      buildFrame({ parentElement: widget, embedType: "Inline" });
    }
  }

  Object.assign(window, {
    Calendly: {
      initInlineWidget,
      initInlineWidgets: processInlineWidgets,
      /** @param {FrameOptions} options */
      initPopupWidget: (options) => openPopup({ ...options, embedType: "PopupText" }),
      /** @param {string} url @param {string} [embedType] @param {FrameOptions} [options] */
      showPopupWidget: (url, embedType = "PopupText", options = {}) => openPopup({ ...options, url, embedType }),
      closePopupWidget: () => popup?.close(),
      initBadgeWidget,
      destroyBadgeWidget,
    },
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", processInlineWidgets);
  else processInlineWidgets();
})();
