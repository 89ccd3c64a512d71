/** The stylesheet of the reference page, in the product's paper and ink. */
export const referenceStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --ink: #1c1b19; --quiet: #5d5a54; --line: #1c1b191f; --sunk: #f3f1ec; --accent: #0e6b74;
  --green: #1f6b3a; --amber: #7a4d00; --red: #a12b20; --blue: #37597a;
  font: 16px/1.5 "Geist Variable", Geist, Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #141615; --ink: #edebe6; --quiet: #a9a59c; --line: #edebe626; --sunk: #1d201f; --accent: #5cc0c9;
    --green: #7fcf9b; --amber: #e3b261; --red: #f0998f; --blue: #9dc0e3;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 64px; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 3px; }
a:focus-visible, summary:focus-visible, [tabindex="0"]:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; z-index: 2; background: var(--paper); padding: 8px 12px; }
header { position: sticky; top: 0; z-index: 1; display: flex; gap: 16px; align-items: baseline; padding: 12px 24px; background: var(--paper); border-bottom: 1px solid var(--line); }
header a:last-child { margin-left: auto; }
.mark { color: var(--ink); font-size: 20px; font-weight: 600; text-decoration: none; }
.mark span { color: var(--accent); }
.columns { display: grid; grid-template-columns: 272px minmax(0, 1fr); max-width: 1280px; margin: 0 auto; }
nav { position: sticky; top: 54px; align-self: start; max-height: calc(100vh - 54px); overflow-y: auto; padding: 24px 8px 40px 24px; font-size: 14px; }
nav summary { min-height: 44px; padding: 10px 0; }
/* Beside the text there is room for all of it; above it, on a phone, it opens when it is wanted. */
@media (width >= 56rem) {
  @supports selector(::details-content) {
    nav summary { display: none; }
    nav details::details-content { content-visibility: visible; display: block; block-size: auto; }
  }
}
nav ul { list-style: none; margin: 0; padding: 0; }
nav > details > ul > li { margin-bottom: 16px; font-weight: 600; }
nav li li { font-weight: 400; }
nav a { display: flex; gap: 8px; padding: 4px 0; color: inherit; text-decoration: none; }
nav a:hover { color: var(--accent); }
main { padding: 24px 24px 120px; min-width: 0; }
main > p, section > p, article > p { max-width: 72ch; }
h1 { font-size: 28px; line-height: 1.2; margin: 8px 0 16px; }
h2 { font-size: 20px; margin: 64px 0 4px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 16px; margin: 0 0 8px; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover code { text-decoration: underline; }
h4 { font-size: 14px; margin: 16px 0 4px; }
p { margin: 4px 0 8px; }
article { margin: 40px 0; scroll-margin-top: 72px; }
article:target > h3, dl > :target dt { color: var(--accent); }
code, pre { font: 0.9em/1.5 "Geist Mono", ui-monospace, SFMono-Regular, Menlo, monospace; }
.method { display: inline-block; min-width: 4.5em; font: 600 12px/1.6 ui-monospace, SFMono-Regular, Menlo, monospace; letter-spacing: 0.02em; }
nav .method { min-width: 4em; font-size: 11px; line-height: 21px; }
.GET { color: var(--green); } .POST { color: var(--blue); } .PATCH, .PUT { color: var(--amber); } .DELETE { color: var(--red); }
.scroll { overflow-x: auto; margin: 12px 0; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { text-align: left; vertical-align: top; padding: 8px 16px 8px 0; border-top: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 400; font-size: 12px; }
tbody th { font-weight: 400; width: 22%; }
td.type { width: 26%; }
.place { white-space: nowrap; }
td p { margin: 0 0 4px; }
td .scroll { margin: 4px 0 0; padding-left: 12px; border-left: 2px solid var(--line); }
.quiet { color: var(--quiet); font-size: 12px; }
.refusals a { display: inline-block; margin-right: 8px; font-size: 14px; text-decoration: none; }
.refusals a:hover { text-decoration: underline; }
details > summary { cursor: pointer; padding: 8px 0; font-size: 14px; color: var(--accent); }
pre { overflow-x: auto; margin: 8px 0; padding: 12px 16px; background: var(--sunk); border-radius: 8px; }
dl { margin: 16px 0; } dl > div { padding: 12px 0; border-top: 1px solid var(--line); scroll-margin-top: 72px; }
dd { margin: 4px 0 0; max-width: 72ch; }
@media (width < 56rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; max-height: none; padding: 8px 16px; border-bottom: 1px solid var(--line); }
  nav a { min-height: 44px; align-items: center; }
  header { padding: 12px 16px; }
  main { padding: 16px 16px 96px; }
  .scroll table, .scroll caption, .scroll tbody, .scroll tr, .scroll th, .scroll td { display: block; width: auto; }
  .scroll thead { display: none; }
  .scroll tr { padding: 8px 0; border-top: 1px solid var(--line); }
  .scroll th, .scroll td { border: 0; padding: 2px 0; }
  .scroll td.type { width: auto; color: var(--quiet); }
}
@media print { nav, header { display: none; } .columns { display: block; } }
`;
