import { randomUUID } from 'node:crypto';
import type { Route } from 'playwright/test';
import { answerOf, settled, show, test } from './support/dashboard.ts';
import { FIRST_DAY, LAST_DAY } from './support/filled-collector.ts';
import { expect } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';

// One collector with closed days and one browser for all of them.
test.describe.configure({ mode: 'default' });

const numbers = new Intl.NumberFormat('en-US');

test('figures are those of the answers, whatever is asked for', async ({ browsing }) => {
  const { page, collector } = browsing;
  for (const [question, figures] of [
    ['features', ['uses', 'installations']],
    ['flows', ['uses', 'installations']],
    ['operations', ['uses', 'installations']],
    ['errors', ['reports', 'installations', 'sessions']],
    ['platforms', ['sessions', 'installations']],
    ['versions', ['sessions', 'installations']],
    ['organisations', ['sessions', 'uses', 'installations']],
    ['completeness', ['lost', 'installations']],
  ] as const) {
    for (const search of ['', '&version=1.1.0&votes=installation']) {
      const { rows } = await answerOf(collector, question, search);
      await show(browsing, `/${question}?from=${FIRST_DAY}&to=${LAST_DAY}${search}`);
      const shown = page.locator('.answer table tbody tr');
      await expect(shown, `${question}${search}`).toHaveCount(rows.length);
      const texts = await shown.allInnerTexts();
      for (const [index, row] of rows.entries()) {
        const cells = texts[index]?.split('\t').map((cell) => cell.trim()) ?? [];
        const expected = figures.map((figure) => (row[figure] === null ? '–' : numbers.format(Number(row[figure]))));
        expect(cells, `${question}${search}`).toEqual(expect.arrayContaining(expected));
      }
      expect(rows.length, question).toBeGreaterThan(0);
    }
  }
});

test('crash-free sessions, and what is compared reconcile with the answers', async ({ browsing }) => {
  const { page, collector } = browsing;
  await show(browsing, '/errors');
  const [totals] = (await answerOf(collector, 'totals')).rows;
  await expect(page.locator('.lead')).toContainText(`of ${totals?.['sessions']} sessions had no crash`);
  const issue = page.getByRole('link', { name: /^Issue of .+, at tracker\.example\.org$/ }).first();
  await expect(issue).toHaveAttribute(
    'href',
    /^https:\/\/tracker\.example\.org\/new\?title=\w+\+\w*&file=.+&version=1\.1\.0$/,
  );
  await show(browsing, '/organisations');
  await expect(page.getByText('Rows of fewer than 5 installations, or hardly more').first()).toBeVisible();
  await show(browsing, '/features?compare=version:1.0.0');
  const { rows } = await answerOf(collector, 'features', '&version=1.0.0');
  const search = rows.find(({ command }) => command === 'go.search');
  await expect(page.getByRole('row', { name: /^Search/ })).toContainText(numbers.format(Number(search?.['uses'])));
  await expect(page.getByRole('columnheader', { name: 'version 1.0.0' })).toHaveCount(2);
  await page.getByRole('button', { name: 'Show SQL' }).click();
  await expect(page.locator('.sql pre').first()).toContainText('SELECT');
  const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
  const response = await fetch(new URL(csv ?? '', collector.url), {
    headers: { authorization: `Bearer ${collector.token}` },
  });
  expect((await response.text()).split('\r\n')[0]).toBe('compared version,command,uses,installations,share');
});

test('a link shows what its sender saw, back and forward go through it, and the keyboard alone is enough', async ({
  browsing,
}) => {
  const { page } = browsing;
  await show(browsing, `/features?from=2026-03-04&version=1.1.0&votes=installation`);
  const filters = page.getByRole('region', { name: 'What the figures are about' });
  await expect(filters).toContainText('March 4 – 13, 2026');
  await expect(filters).toContainText('version 1.1.0');
  await expect(filters).toContainText('once an installation');
  await page.keyboard.press('/');
  await expect(page.getByRole('button', { name: 'Product: all products' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Version: version 1.1.0' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'version 1.1.0' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/version=1\.0\.0/);
  await expect(page.getByRole('button', { name: 'Version: version 1.0.0' })).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What breaks?');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveURL(/\/errors\?from=2026-03-04&version=1\.0\.0&votes=installation$/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is used?');
  await page.goBack();
  await expect(page).toHaveURL(/version=1\.1\.0/);
  await expect(page.getByRole('button', { name: 'Version: version 1.1.0' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('button', { name: 'Version: version 1.0.0' })).toBeVisible();
  await page.getByRole('button', { name: 'Days of receipt' }).click();
  await page.getByLabel('From').fill('2026-03-10');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/from=2026-03-10&to=2026-03-13/);
});

test('the operation that is slower is the one that is shown', async ({ browsing }) => {
  const { page } = browsing;
  await show(browsing, '/operations');
  await expect(page.getByText('Search is slower in version 1.1.0 than in 1.0.0.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Operation: Search' })).toBeVisible();
});

test('what a page has chosen stays in its address when the filters change, and what it does not follow is said', async ({
  browsing,
}) => {
  const { page } = browsing;
  await show(browsing, '/operations?compare=version:1.0.0');
  await page.getByRole('button', { name: /^Operation: / }).click();
  await page.getByRole('menuitemradio', { name: 'Close the app' }).click();
  await page.getByRole('button', { name: 'Counted: as often as it happened' }).click();
  await page.getByRole('menuitemradio', { name: 'once an installation' }).click();
  await expect(page).toHaveURL(/votes=installation.*&operation=candor-finder\+app\.quit\+ok$/);
  await settled(page);
  await expect(page.getByRole('button', { name: 'Operation: Close the app' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await expect(page).toHaveURL(/\/flows\?votes=installation&compare=version%3A1\.0\.0$/);
  await page.getByRole('button', { name: 'The first step: any command' }).click();
  await page.getByRole('menuitemradio', { name: 'Processes' }).click();
  await expect(page).toHaveURL(/&first=go\.processes$/);
  await page.reload();
  await settled(page);
  await expect(page.getByRole('button', { name: 'The first step: Processes' })).toBeVisible();
  await expect(page.locator('.answer table tbody tr').first()).toBeVisible();
  for (const row of await page.locator('.answer table tbody tr').all()) await expect(row).toHaveText(/^Processes/);
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(page.getByRole('button', { name: /^(Counted|Compared with): / })).toHaveCount(0);
  await expect(
    page.getByText(
      'Not followed on this page, and kept for the others: counted once an installation and compared with',
    ),
  ).toBeVisible();
});

test('organisations, distributions, countries and languages can be chosen in the sentence, by the keyboard', async ({
  browsing,
}) => {
  const { page, collector } = browsing;
  await show(browsing, '/features?os=linux');
  const more = page.getByRole('button', { name: 'More filters: more filters' });
  await more.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'More filters' });
  await expect(dialog.getByLabel('Distribution').getByRole('option')).toHaveText(['all', 'Debian']);
  const { rows } = await answerOf(collector, 'organisations');
  const organisation = rows.map((row) => String(row['organisation'])).find((name) => name !== 'unknown') ?? '';
  await dialog.getByLabel('Organisation').selectOption(organisation);
  await expect(dialog.getByLabel('Country').getByRole('option', { name: 'Italy' })).toHaveAttribute('value', 'IT');
  await expect(dialog.getByLabel('Language').getByRole('option', { name: 'Italian' })).toHaveAttribute('value', 'it');
  await picture(page, 'board-more-filters');
  await dialog.getByRole('button', { name: 'Show' }).press('Enter');
  await expect(page).toHaveURL(`${new URL('/features', collector.url).href}?os=linux&organisation=${organisation}`);
  await page.getByRole('button', { name: `Without the filter ${organisation}` }).click();
  await expect(page).toHaveURL(/\/features\?os=linux$/);
});

test('the first page is of the days and filters of its address, as the answer is, and of everything without them', async ({
  browsing,
}) => {
  const { page, collector } = browsing;
  const filters = page.getByRole('region', { name: 'What the figures are about' });
  for (const search of ['', '&version=1.1.0']) {
    const [row] = (await answerOf(collector, 'overview', search)).rows;
    await show(browsing, `/?${search.slice(1)}`);
    await expect(filters).toContainText('received until now');
    await expect(page.locator('.headline')).toContainText(`in ${numbers.format(Number(row?.['sessions']))} sessions`);
    await expect(page.locator('.lead')).toHaveText(/^Most used is Search: [\d.]+% of all uses\.$/);
    await expect(page.getByText('of the sessions that were expected were received')).toBeVisible();
  }
  await page.getByRole('button', { name: 'Days of receipt' }).click();
  await page.getByRole('button', { name: 'The last 7 days' }).click();
  await expect(page).toHaveURL(/\/\?from=2026-03-07&to=2026-03-13&version=1\.1\.0$/);
  await settled(page);
  await expect(filters).toContainText('March 7 – 13, 2026');
  const csv = (await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '';
  expect(csv).toBe('/v1/answers/overview?from=2026-03-07&to=2026-03-13&version=1.1.0&format=csv');
  await page.getByRole('button', { name: 'Show SQL' }).click();
  await expect(page.locator('.sql pre').first()).toContainText('SELECT');
});

test('what a chart of periods draws stands beneath it as a table, and as CSV', async ({ browsing }) => {
  const { page, collector } = browsing;
  for (const [question, name, head] of [
    ['features', 'Uses by day', 'Search'],
    ['versions', 'Share of sessions by day', '1.1.0'],
  ] as const) {
    await show(browsing, `/${question}?from=${FIRST_DAY}&to=${LAST_DAY}`);
    const chart = page.getByRole('figure', { name, exact: true });
    await chart.getByText('As a table').click();
    const rows = chart.getByRole('table', { name }).getByRole('row');
    await expect(rows).toHaveCount(13);
    await expect(rows.first().getByRole('columnheader', { name: head })).toBeVisible();
    const href = (await chart.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '';
    const authorization = `Bearer ${collector.token}`;
    const csv = await (await fetch(new URL(href, collector.url), { headers: { authorization } })).text();
    expect(csv.split('\r\n')[0]).toMatch(/^from,/);
    if (question === 'versions') continue;
    const [, , uses] =
      csv
        .split('\r\n')
        .find((line) => line.startsWith(`${LAST_DAY},go.search,`))
        ?.split(',') ?? [];
    await expect(rows.nth(1)).toContainText(numbers.format(Number(uses)));
  }
});

test('a chart writes its days in the language that is chosen while it stands there', async ({ browsing }) => {
  const { page } = browsing;
  // Names of versions are the same in every language, so that nothing else has it drawn anew.
  await show(browsing, `/versions?from=${FIRST_DAY}&to=${LAST_DAY}`);
  const drawn = () =>
    page.locator('.series-plot canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  let english = '';
  // Twice the same: it is drawn as wide as it stays.
  await expect(async () => {
    const before = english;
    english = await drawn();
    expect(english).toBe(before);
  }).toPass({ intervals: [250] });
  await page.getByLabel('Language', { exact: true }).selectOption('Italiano');
  await expect.poll(drawn).not.toBe(english);
  await page.getByLabel('Lingua', { exact: true }).selectOption('English');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the data dictionary says of each field how often it arrived', { tag: '@long' }, async ({ browsing }) => {
  const { page, collector } = browsing;
  const { rows } = await answerOf(collector, 'fields');
  expect(rows.length).toBeGreaterThan(20);
  await show(browsing, '/dictionary');
  const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });
  for (const field of [
    'envelope.session',
    'context.country',
    'usage.time',
    'dropped.disk-full',
    'organisation.domain',
  ]) {
    const { share, installations } = rows.find((row) => row['field'] === field) ?? {};
    expect(share, field).toBeGreaterThan(0);
    const cells = page.getByRole('row').filter({ has: page.getByText(field, { exact: true }) });
    await expect(cells.getByRole('cell').nth(3)).toHaveText(percent.format(Number(share)));
    await expect(cells.getByRole('cell').nth(4)).toHaveText(numbers.format(Number(installations)));
  }
  // What never came is declared all the same.
  const never = page.getByRole('row').filter({ has: page.getByText('dropped.refused', { exact: true }) });
  await expect(never.getByRole('cell').nth(3)).toHaveText('–');
  await show(browsing, '/dictionary?level=enhanced');
  const organisation = page.getByRole('row').filter({ has: page.getByText('organisation.domain', { exact: true }) });
  const enhanced = await answerOf(collector, 'fields', '&level=enhanced');
  const domain = enhanced.rows.find((row) => row['field'] === 'organisation.domain');
  await expect(organisation.getByRole('cell').nth(3)).toHaveText(percent.format(Number(domain?.['share'])));
});

test('flows are drawn and can begin with one command, and who is new stands beside who comes back', {
  tag: '@long',
}, async ({ browsing }) => {
  const { page, collector } = browsing;
  await show(browsing, '/flows');
  const [most] = (await answerOf(collector, 'flows')).rows.filter(({ second }) => second !== null);
  await expect(page.getByRole('img', { name: /^The most frequent flows/ })).toBeVisible();
  await expect.poll(() => page.locator('.flow-band').count()).toBeGreaterThan(3);
  expect(most?.['first']).toBe('go.search');
  await expect(page.locator('.lead')).toContainText('Most often Search is followed by');
  await page.getByRole('button', { name: 'The first step: any command' }).click();
  await page.getByRole('menuitemradio', { name: 'Processes' }).click();
  await expect(page.locator('.lead')).toContainText('Most often Processes is followed by');
  await expect(page.locator('.answer table tbody tr').first()).toBeVisible();
  for (const row of await page.locator('.answer table tbody tr').all()) await expect(row).toHaveText(/^Processes/);
  await show(browsing, '/retention');
  const { rows } = await answerOf(collector, 'retention');
  const seen = rows.filter(({ after }) => after === 0).reduce((sum, row) => sum + Number(row['installations']), 0);
  const weeks = page.getByRole('table', { name: 'By the week in which they were new' });
  await expect(weeks.getByRole('row').nth(1)).toContainText(numbers.format(seen));
});

test('support looks one installation up by a link and a reason, which administrators find in the audit log', {
  tag: '@long',
}, async ({ browsing }) => {
  const { page, collector } = browsing;
  // One with an error in the newer version.
  const installation = collector.installations[1] ?? '';
  await show(browsing, `/support#${installation}`);
  await expect(page.getByLabel('Installation ID')).toHaveValue(installation);
  await page.getByLabel('Why you look it up').fill('ticket 4711');
  await page.keyboard.press('Enter');
  const newest = page.locator('details.session').first();
  await expect(newest).toHaveAttribute('open');
  await expect(newest.getByRole('table', { name: 'Commands used, in order' })).toBeVisible();
  await expect(newest.getByRole('table', { name: 'How long things took' })).toContainText('Close the app');
  await expect.poll(() => page.locator('details.session').count()).toBeGreaterThan(2);
  await expect(page.getByText('no smallest group holds here')).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'board-support-found');
  // The link of the next one, where this one is still shown.
  const other = collector.installations[2] ?? '';
  await page.evaluate((id) => window.location.assign(`#${id}`), other);
  await expect(page.getByLabel('Installation ID')).toHaveValue(other);
  await expect(page.getByLabel('Why you look it up')).toHaveValue('');
  await expect(page.locator('details.session')).toHaveCount(0);
  // An answer that comes after another person is asked about is not shown as theirs.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const hold = async (route: Route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  };
  await page.route('**/v1/support/lookups', hold, { times: 1 });
  const late = page.waitForResponse('**/v1/support/lookups');
  await page.getByLabel('Why you look it up').fill('ticket 4711, once more');
  await page.keyboard.press('Enter');
  await page.evaluate((id) => window.location.assign(`#${id}`), installation);
  await expect(page.getByLabel('Installation ID')).toHaveValue(installation);
  await page.getByLabel('Why you look it up').fill('ticket 4713');
  await page.keyboard.press('Enter');
  const heading = page.getByRole('region', { name: 'What is stored' }).locator('> h2');
  await expect(heading).toHaveText(installation);
  release();
  await (await late).finished();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await expect(heading).toHaveText(installation);
  await page.getByLabel('Why you look it up').fill('ticket 4712');
  await page.getByLabel('Installation ID').fill('4711');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(/no installation ID/);
  await page.getByLabel('Installation ID').fill(` {${randomUUID().toUpperCase()}} `);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing is stored of this installation' })).toBeVisible();
  await show(browsing, '/administration');
  await expect(page.getByText('Whatever happens to the data folder happens to all figures.')).toBeVisible();
  await expect(page.getByRole('row', { name: `${installation}: ticket 4711` })).toHaveCount(1);
});

test('a wrong address is a page, and a login that has ended leads back to what was shown', async ({ browsing }) => {
  const { page, collector } = browsing;
  await page.goto(new URL('/nowhere/at/all', collector.url).href);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address');
  await picture(page, 'board-no-page');
  await show(browsing, '/platforms?version=1.1.0');
  await page.context().clearCookies();
  await page.getByRole('navigation').getByRole('link', { name: 'Versions' }).click();
  await expect(page.getByText('The login has ended')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();
  await page.getByLabel('Token').fill(collector.token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/versions\?version=1\.1\.0$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who runs the newest version?');
  // What is behind "#" no server is told: the browser has to bring it along, also when the first token is a wrong one.
  const installation = collector.installations[1] ?? '';
  await page.context().clearCookies();
  await page.goto(new URL(`/support?product=candor-finder#${installation}`, collector.url).href);
  await page.getByLabel('Token').fill('not-the-token');
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('This token or login link is not valid')).toBeVisible();
  await page.getByLabel('Token').fill(collector.token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(new RegExp(`/support\\?product=candor-finder#${installation}$`));
  await expect(page.getByLabel('Installation ID')).toHaveValue(installation);
});
