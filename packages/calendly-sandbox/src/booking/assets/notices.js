// What is said around the calendar: a month without times, trouble, a time that was taken.

/** Below the grid, with the one thing to do about it. @param {string} message @param {{ label: string, act: () => void } | null} next */
export function showMonthNotice(message, next) {
  const text = document.createElement("p");
  text.textContent = message;
  document.getElementById("month-state")?.replaceChildren(text);
  if (!next) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = next.label;
  button.addEventListener("click", next.act);
  document.getElementById("month-state")?.append(button);
}

export function hideMonthNotice() {
  document.getElementById("month-state")?.replaceChildren();
}

/** Above everything else in `place`, and read out. @param {HTMLElement} place @param {string} message */
export function showBanner(place, message) {
  hideBanner(place);
  const banner = document.createElement("p");
  banner.className = "banner";
  banner.tabIndex = -1;
  banner.textContent = message;
  place.prepend(banner);
  banner.focus();
}

/** @param {HTMLElement} place */
export function hideBanner(place) {
  place.querySelector(":scope > .banner")?.remove();
}
