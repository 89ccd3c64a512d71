// Texts of the page come from the server, in its language; here they are only filled in.

/** @param {string} text @param {Record<string, string | number>} values */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
}

/** @param {Record<string, string>} texts by plural category @param {number} count @param {string} locale */
export function countOf(texts, count, locale) {
  return fill(texts[new Intl.PluralRules(locale).select(count)] ?? texts.other ?? "", { count });
}
