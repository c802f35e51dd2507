/** How the published pages look: as the dashboard does, in one piece with each page, so that none is ever without. */
export const SITE_STYLE = `
:root {
  color-scheme: light dark;
  --window: light-dark(#f5f5f7, #1d1e21);
  --content: light-dark(#ffffff, #17181a);
  --border: light-dark(#d9d9de, #34363c);
  --text: light-dark(#1d1d20, #ececef);
  --muted: light-dark(#5c5e66, #a5a7b0);
  --accent: light-dark(#0b62c4, #6fb1ff);
  --track: light-dark(#e3e3e7, #303238);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--window); color: var(--text); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
header, main, footer { max-width: 760px; margin: 0 auto; padding: 24px 16px; }
header { padding-bottom: 0; }
header nav { float: right; margin-left: 16px; }
h1 { margin: 0 0 12px; font-size: 28px; line-height: 1.2; }
h2 { margin: 0; font-size: 22px; line-height: 1.3; }
h3 { margin: 28px 0 8px; font-size: 16px; }
p { margin: 8px 0; max-width: 66ch; }
.quiet, footer { color: var(--muted); font-size: 13px; }
.warn { border-left: 4px solid var(--accent); padding-left: 12px; }
a { color: var(--accent); text-underline-offset: 2px; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { margin-bottom: 24px; padding: 20px; border: 1px solid var(--border); border-radius: 10px; background: var(--content); }
.totals { margin: 4px 0 0; font-size: 18px; }
ul { margin: 8px 0; padding-left: 20px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 5px 8px 5px 0; border-bottom: 1px solid var(--border); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--muted); font-size: 13px; font-weight: 600; overflow-wrap: normal; }
tbody th { font-weight: 400; }
.number { text-align: right; }
td.share { width: 30%; }
svg { display: block; width: 100%; }
.bar { height: 6px; margin-top: 4px; border-radius: 3px; }
.bar .track { fill: var(--track); }
.bar .part, .weeks rect { fill: var(--accent); }
.weeks { height: 120px; border-bottom: 1px solid var(--border); }
.ends { display: flex; max-width: none; justify-content: space-between; color: var(--muted); font-size: 13px; }
details { margin-top: 8px; }
summary { color: var(--accent); cursor: pointer; }
@media (max-width: 520px) { .wide { display: none; } section { padding: 16px 12px; } }
@media print {
  :root { color-scheme: light; }
  body { background: none; }
  section { border: 0; padding: 0; break-inside: auto; }
  tr, .chart { break-inside: avoid; }
  nav, summary, footer a { display: none; }
  * { print-color-adjust: exact; }
}`;
