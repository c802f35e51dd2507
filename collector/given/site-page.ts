import { createHash } from 'node:crypto';
import { type Language, languages, systemName } from 'candor-client/core';
import { formatsOf } from './formats.ts';
import { type Html, html, Html as Markup } from './html.ts';
import type { ProductFigures, SiteChanges, SiteFigures, SiteTable, SiteWeek } from './site-figures.ts';
import { SITE_STYLE } from './site-style.ts';
import { type SiteTexts, siteTexts } from './site-texts.ts';

/** The file with the figures that the pages are of. */
export const FIGURES_FILE = 'figures.json';

/** The page of a language; that of the first one is what a server shows of the folder. */
export const pageFile = (language: Language) => (language === languages[0] ? 'index.html' : `${language}.html`);

/** What each language calls itself. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', it: 'Italiano' };

/** Nothing but its own style and, so that no browser asks the server for an icon, an icon of nothing. */
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(SITE_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

interface Drawing extends SiteTexts, ReturnType<typeof formatsOf> {
  readonly language: Language;
}

/** A page with all figures, in one language, and in one piece: it needs no other file. */
export function sitePage(figures: SiteFigures, language: Language): string {
  const drawing: Drawing = { ...siteTexts(language), ...formatsOf(language), language };
  const { t, days, number } = drawing;
  const { products, k } = figures;
  const others = languages.filter((other) => other !== language);
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${t('title')}</title>
<link rel="icon" href="data:,">
<style>${new Markup(SITE_STYLE)}</style>
</head>
<body>
<header>
<nav>${others.map((other) => html`<a href="${pageFile(other)}" hreflang="${other}" lang="${other}">${LANGUAGE_NAMES[other]}</a>`)}</nav>
<h1>${t('title')}</h1>
<p>${t('lead')}</p>
<p class="${k === 1 ? 'warn' : 'quiet'}">${k === 1 ? t('single') : t('protected', { k: number(k) })}</p>
<p class="quiet">${t('days', { days: days(figures.days.from, figures.days.to) })}</p>
</header>
<main>
${products.map((product) => productSection(product, drawing))}
${products.length === 0 ? html`<p>${t('products.none')}</p>` : undefined}
</main>
<footer>
<p>${t('quiet')} <a href="${FIGURES_FILE}">${t('data')}</a></p>
</footer>
</body>
</html>
`;
  return page.text;
}

function productSection(product: ProductFigures, drawing: Drawing): Html {
  const { t, tn, number, language } = drawing;
  const { sessions, installations, used, versions, platforms } = product;
  const totals = { sessions: tn('sessions', sessions), installations: tn('installations', installations) };
  const counts = (...all: readonly number[]) => all.map((count) => html`<td class="number">${number(count)}</td>`);
  return html`<section>
<h2>${product.name}</h2>
<p class="totals">${t('totals', totals)}</p>
<h3>${t('changed.title')}</h3>
${changes(product.changes, drawing)}
${weeks(product.weeks, drawing)}
${table(drawing, used, [t('used.title'), t('column.command'), t('column.uses'), t('column.installations')], (row) => [
  html`<th scope="row">${row.title[language]}</th>`,
  share(row.share, drawing),
  ...counts(row.uses, row.installations),
])}
${table(
  drawing,
  versions,
  [t('versions.title'), t('column.version'), t('column.sessions'), t('column.installations')],
  (row) => [
    html`<th scope="row">${row.version}</th>`,
    share(row.share, drawing),
    ...counts(row.sessions, row.installations),
  ],
)}
${table(
  drawing,
  platforms,
  [t('platforms.title'), t('column.system'), t('column.sessions'), t('column.installations')],
  (row) => [
    html`<th scope="row">${systemName(row.os, row.distribution)} ${row.osVersion} <span class="quiet">${row.architecture}</span></th>`,
    share(row.share, drawing),
    ...counts(row.sessions, row.installations),
  ],
)}
</section>`;
}

function changes(changed: SiteChanges | null, drawing: Drawing): Html {
  const { t, days, duration, share: percent, language } = drawing;
  if (!changed) return html`<p>${t('changed.early')}</p>`;
  const operations = changed.operations.map(({ title, change, version, against, median }) => {
    const { newest, against: before } = median;
    const said = t(`changed.${change}`, { operation: title[language], version, against });
    const medians =
      newest === null || before === null
        ? ''
        : t('changed.medians', { newest: duration(newest), before: duration(before) });
    return html`<li>${said} ${medians}</li>`;
  });
  const versions = changed.versions.flatMap(({ version, share }) => {
    if (share.week === null) return [];
    const words = { version, share: percent(share.week) };
    if (share.before === null) return [html`<li>${t('changed.version-first', words)}</li>`];
    return [html`<li>${t('changed.version', { ...words, before: percent(share.before) })}</li>`];
  });
  return html`<p class="quiet">${t('changed.days', { days: days(changed.week.from, changed.week.to) })}</p>
<ul>
${operations.length === 0 ? html`<li>${t('changed.none')}</li>` : operations}
${versions}
</ul>`;
}

/** Columns of the weeks, in units of a chart that is stretched to its place. */
const COLUMN = { width: 10, gap: 2, height: 100 } as const;

function weeks(all: readonly SiteWeek[], { t, days, number }: Drawing): Html | undefined {
  const [first] = all;
  const last = all.at(-1);
  if (!first || !last || first === last) return undefined;
  const most = Math.max(1, ...all.map(({ installations }) => installations ?? 0));
  const columns = all.map(({ installations }, at) => {
    const height = (COLUMN.height * Math.max(0, installations ?? 0)) / most;
    return html`<rect x="${at * COLUMN.width}" y="${COLUMN.height - height}" width="${COLUMN.width - COLUMN.gap}" height="${height}"/>`;
  });
  const figure = (value: number | null) =>
    html`<td class="number">${value === null ? t('hidden') : number(value)}</td>`;
  const rows = all.map(
    (week) =>
      html`<tr><th scope="row">${days(week.from, week.to)}</th>${figure(week.sessions)}${figure(week.installations)}</tr>`,
  );
  return html`<h3>${t('weeks.title')}</h3>
<div class="chart">
<svg class="weeks" role="img" aria-label="${t('weeks.about')}" viewBox="0 0 ${all.length * COLUMN.width} ${COLUMN.height}" preserveAspectRatio="none">
${columns}
</svg>
<p class="ends"><span>${days(first.from, first.to)}</span><span>${days(last.from, last.to)}</span></p>
</div>
<details>
<summary>${t('weeks.table')}</summary>
<table>
<caption>${t('weeks.title')}</caption>
<thead><tr><th scope="col">${t('column.week')}</th><th scope="col" class="number">${t('column.sessions')}</th><th scope="col" class="number">${t('column.installations')}</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</details>`;
}

/** @param words title, and heads of the first column and of those with counts. */
function table<T>(
  { t, tn }: Drawing,
  { rows, more }: SiteTable<T>,
  [title, first, ...counts]: readonly string[],
  cells: (row: T) => readonly Html[],
): Html {
  return html`<h3>${title}</h3>
<table>
<caption>${title}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col" class="wide">${t('column.share')}</th>${counts.map((count) => html`<th scope="col" class="number">${count}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${cells(row)}</tr>`)}
</tbody>
</table>
${more > 0 ? html`<p class="quiet">${tn('more', more)}</p>` : undefined}`;
}

/** A share as words and as a bar, which says nothing that the words do not. */
function share(value: number | null, { t, share: percent }: Drawing): Html {
  if (value === null) return html`<td class="share wide">${t('hidden')}</td>`;
  return html`<td class="share wide">${percent(value)}<svg class="bar" aria-hidden="true" viewBox="0 0 100 6" preserveAspectRatio="none"><rect class="track" width="100" height="6"/><rect class="part" width="${100 * value}" height="6"/></svg></td>`;
}
