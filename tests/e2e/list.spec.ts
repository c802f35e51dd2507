import { PAGE_ROWS } from '../../app/finder/history.ts';
import { expect, test } from './support/list-page.ts';
import { expectAccessible, picture } from './support/look.ts';

const seenWithin = { timeout: 2000 } as const;

// One app for all of them, in one worker.
test.describe.configure({ mode: 'default' });

test('the list is worked with by keyboard alone', async ({ list }) => {
  const { keyboard } = list.page;
  const [first, second, , fourth] = await list.keys();
  expect(await list.focused()).toBe(first);
  await keyboard.press('ArrowDown');
  expect(await list.selected()).toEqual([second]);
  await keyboard.press('Shift+ArrowDown');
  expect(await list.selected()).toHaveLength(2);
  await keyboard.press('Control+ArrowDown');
  expect(await list.selected()).toHaveLength(2);
  expect(await list.focused()).toBe(fourth);
  await keyboard.press('Control+Space');
  expect(await list.selected()).toHaveLength(3);
  await keyboard.press('Enter');
  await keyboard.press('Space');
  await keyboard.press('Delete');
  const told = await list.told();
  expect(told).toMatchObject([{ opened: fourth }, { previewed: fourth }, { deleted: { length: 3 } }]);
  await keyboard.press('Control+a');
  expect(await list.selected()).toHaveLength(500);
  await keyboard.press('End');
  const [last] = await list.selected();
  await expect(list.row(last ?? '')).toBeFocused();
  expect((await list.keys()).at(-1)).toBe(last);
  await keyboard.press('Home');
  await keyboard.type('postg');
  await expect(list.page.locator('.grid-row:focus')).toContainText('postgres');
});

test('Copy copies the focused row when none is selected, and never nothing without a word', async ({ list }) => {
  const { keyboard } = list.page;
  await keyboard.press('ArrowDown');
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Control+c');
  await expect.poll(() => list.told()).toMatchObject([{ done: 'Copied 2 rows' }]);
  await keyboard.press('Escape');
  await keyboard.press('Control+c');
  await expect.poll(() => list.told()).toMatchObject([{ done: expect.stringMatching(/^Copied “.+”$/) }]);
  await list.page.evaluate(() => window.harness.query.set('nothing is named so'));
  await list.heading('name').focus();
  await keyboard.press('Control+c');
  await list.page.evaluate(() => window.harness.copy());
  await expect.poll(() => list.told()).toMatchObject([{ said: expect.stringMatching(/^Nothing was copied/) }]);
});

test('live updates move neither focus nor selection nor scroll, and mark what has changed once', async ({ list }) => {
  await list.page.keyboard.press('ArrowDown');
  await list.page.keyboard.press('ArrowDown');
  const key = (await list.focused()) ?? '';
  const place = () => list.row(key).evaluate((row) => row.getBoundingClientRect().top);
  const before = await place();
  for (let reading = 0; reading < 6; reading += 1) await list.page.evaluate(() => window.harness.read());
  expect(await list.focused()).toBe(key);
  expect(await list.selected()).toEqual([key]);
  expect(await place()).toBe(before);
  await expect.poll(() => list.page.locator('.grid-live[data-changed]').count()).toBeGreaterThan(0);
  // A row that is drawn in the element of another one has not changed.
  await list.page.locator('.grid-scroller').evaluate((scroller) => {
    scroller.scrollTop = 6000;
  });
  await expect.poll(async () => (await list.keys())[0]).not.toBe(key);
  await expect.poll(() => list.page.locator('.grid-live[data-changed]').count()).toBeLessThanOrEqual(2);
  expect(await list.focused()).toBe(key);
});

test('what a filter hides is no longer selected; what is selected elsewhere is brought into view', async ({ list }) => {
  await list.page.keyboard.press('ArrowDown');
  await list.page.evaluate(() => window.harness.query.set('nothing is named so'));
  await expect.poll(() => list.selected()).toEqual([]);
  await list.page.evaluate(() => window.harness.query.set(''));
  await list.page.evaluate(() => window.harness.selection.set(['boot.400.1']));
  await expect.poll(() => list.keys()).toContain('boot.400.1');
  await list.change({ tree: true, expanded: { all: false, except: [] } });
  await list.page.evaluate(() => window.harness.selection.set(['boot.450.1']));
  await expect.poll(() => list.keys()).toContain('boot.450.1');
  // A link to a row that a filter hides takes the filter away, and finds the row in a folded parent.
  await list.page.evaluate(() => window.harness.query.set('nothing is named so'));
  await list.page.keyboard.press('/');
  await list.change({ expanded: { all: false, except: [] } });
  await list.page.evaluate(() => {
    window.harness.query.set('');
    window.harness.selection.set(['boot.460.1']);
  });
  await expect.poll(() => list.keys()).toContain('boot.460.1');
  expect(await list.selected()).toEqual(['boot.460.1']);
});

test('the heads sort, resize, move and fit, by mouse and by keyboard', async ({ list }) => {
  const { page } = list;
  await list.heading('name').click();
  await list.heading('memory').click({ modifiers: ['Shift'] });
  expect((await list.state()).sort).toEqual([
    { column: 'name', descending: false },
    { column: 'memory', descending: true },
  ]);
  await expect(list.heading('memory')).toContainText('2');
  await list.heading('memory').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+ArrowLeft');
  expect(await list.state()).toMatchObject({ sort: [{ column: 'memory' }], widths: { memory: 112 } });
  expect((await list.headings()).slice(0, 4)).toEqual(['name', 'pid', 'memory', 'cpu']);
  await expect(list.heading('memory')).toBeFocused();
  await list.heading('pid').dragTo(list.heading('name'));
  expect((await list.headings())[0]).toBe('pid');
  expect((await list.state()).sort).toEqual([{ column: 'memory', descending: true }]);
  await list.heading('name').locator('.grid-resize').dblclick();
  const { name = 0 } = (await list.state()).widths;
  // The longest of the made-up names, which was cut before.
  expect(name).toBeGreaterThan(300);
  const cut = await page
    .locator('.grid-naming')
    .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth));
  expect(cut).toEqual([]);
});

test('the button of the columns covers no edge of a column', async ({ list }) => {
  const edges = await list.page.locator('.grid-resize').evaluateAll((handles) =>
    handles.map((handle) => {
      const { left, top, width, height } = handle.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === handle;
    }),
  );
  expect(edges.length).toBeGreaterThan(5);
  expect(edges.every(Boolean)).toBe(true);
  await list.page.getByRole('button', { name: 'Columns' }).click();
  await list.page.getByRole('menuitemcheckbox', { name: 'App', exact: true }).click();
  expect(await list.headings()).toContain('app');
});

test('a tree opens and folds by its keys and twisties, and a filter keeps the parents', async ({ list }) => {
  const { page } = list;
  await list.change({ tree: true });
  await expect(page.getByRole('treegrid')).toBeVisible();
  const parent = (await list.keys()).at(0) ?? '';
  const [, child] = await list.keys();
  await list.change({ sort: [{ column: 'name', descending: false }] });
  // The row that is looked for may be out of sight in the former order.
  await expect(page.locator('[role="columnheader"][aria-sort="ascending"]')).toHaveCount(1);
  await expect.poll(async () => (await list.keys()).at(0)).not.toBe(parent);
  const open = page.locator('.grid-row[aria-expanded="true"]');
  const key = (await open.first().getAttribute('data-key')) ?? '';
  await list.row(key).locator('.grid-twisty').click();
  await expect(list.row(key)).toHaveAttribute('aria-expanded', 'false');
  await list.row(key).click();
  await page.keyboard.press('ArrowRight');
  await expect(list.row(key)).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.grid-row:focus')).toHaveAttribute('aria-level', /[2-9]/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(list.row(key)).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.locator('.grid-row[aria-level="2"]')).toHaveCount(0);
  await page.keyboard.press('*');
  await expect(page.locator('.grid-row[aria-level="2"]').first()).toBeVisible();
  expect(parent).not.toBe(child);
  await page.evaluate(() => window.harness.query.set('firefox'));
  await expect(page.locator('.grid-row[data-muted]').first()).toBeVisible();
  await page.locator('.grid-row[tabindex="0"]').focus();
  await page.keyboard.press('Control+a');
  await expect(page.locator('.grid-row[data-muted][aria-selected="true"]')).toHaveCount(0);
});

test('a menu of a cell tells which one it is of, by mouse and by keyboard', async ({ list }) => {
  const [, second = ''] = await list.keys();
  await list.cell(second, 'user').click({ button: 'right' });
  expect(await list.told()).toEqual([{ menu: [second], column: 'user' }]);
  await list.row(second).focus();
  await list.page.keyboard.press('Control+ArrowRight');
  await list.page.keyboard.press('Control+ArrowRight');
  await list.page.keyboard.press('ContextMenu');
  expect(await list.told()).toEqual([{ menu: [second], column: 'pid' }]);
});

test('what is cut is shown in full on hover and by keyboard, and takes no click', async ({ list }) => {
  await list.change({ widths: { name: 84 }, shown: ['cpu'] });
  const long = list.page.locator('.grid-naming', { hasText: 'far too long' }).first();
  await list.page.evaluate(() => window.harness.query.set('title'));
  await expect(long).toBeVisible();
  await long.hover();
  const tooltip = list.page.locator('.grid-tooltip');
  await expect(tooltip).toContainText('far too long to be read', seenWithin);
  const { x, y, width, height } = (await tooltip.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const under = await list.page.evaluate(
    ([left, top]) => document.elementFromPoint(left, top)?.closest('.grid-tooltip') ?? null,
    [x + width / 2, y + height / 2] as const,
  );
  expect(under).toBeNull();
  await list.page.mouse.move(900, 700);
  await expect(tooltip).toBeHidden();
  const key = (await long.locator('..').getAttribute('data-key')) ?? '';
  await list.row(key).focus();
  await list.page.keyboard.press('ArrowUp');
  await list.page.keyboard.press('ArrowDown');
  await expect(tooltip).toContainText('far too long to be read', seenWithin);
});

test('a long answer is loaded as it comes in sight, and selected as a whole', async ({ list }) => {
  await list.page.evaluate(() => window.harness.page(100_000));
  await expect(list.page.getByRole('grid')).toHaveAttribute('aria-rowcount', '100001');
  await list.page.keyboard.press('Home');
  await expect(list.row('boot.0.1')).toBeFocused();
  await list.page.keyboard.press('End');
  await expect(list.row('boot.99999.1')).toBeFocused();
  await list.page.keyboard.press('Home');
  await list.page.keyboard.press('Shift+PageDown');
  const some = (await list.selected()).length;
  expect(some).toBeGreaterThan(10);
  expect(some).toBeLessThan(PAGE_ROWS);
  await list.page.keyboard.press('Control+a');
  await expect.poll(async () => (await list.selected()).length).toBe(100_000);
});

test.describe('at small sizes', () => {
  for (const [width, columns] of [
    [352, ['name', 'cpu', 'memory']],
    [500, ['name', 'pid', 'cpu', 'memory']],
    [704, ['name', 'pid', 'cpu', 'memory', 'command']],
  ] as const) {
    test(`${width} pixels show ${columns.join(', ')}, and nothing is off the side`, async ({ list }) => {
      await list.resize(width, 400);
      await expect.poll(() => list.headings()).toEqual(columns);
      const scrolls = await list.page
        .locator('.grid-scroller')
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
      expect(scrolls).toBe(false);
    });
  }
});

test('every state is accessible, in light, dark and high contrast', { tag: '@long' }, async ({ list }) => {
  const { page } = list;
  // Few rows: what is wrong with one is wrong with all, and each takes its time to be looked at.
  await list.resize(900, 320);
  await page.keyboard.press('ArrowDown');
  await picture(page, 'list-flat');
  await expectAccessible(page);
  await list.change({ tree: true, totals: true, subtotals: true });
  await page.keyboard.press('Control+ArrowRight');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'list-tree-dark');
  await expectAccessible(page);
  await list.change({ group: 'user' });
  await picture(page, 'list-groups-dark');
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await picture(page, 'list-groups-high-contrast');
  await page.emulateMedia({ forcedColors: 'none' });
  await page.evaluate(() => window.harness.page(100_000));
  await expectAccessible(page);
  await page.evaluate(() => window.harness.show(0));
  for (const shown of ['nothing', 'loading'] as const) {
    await page.evaluate((state) => window.harness.instead.set(state), shown);
    await expectAccessible(page);
    await picture(page, `list-${shown}`);
  }
});

test('in high contrast the selected and the focused row differ from the others', async ({ list }) => {
  await list.page.emulateMedia({ forcedColors: 'active' });
  await list.page.keyboard.press('ArrowDown');
  await list.page.keyboard.press('Control+ArrowDown');
  const [selected = ''] = await list.selected();
  const looks = (key: string) =>
    list.row(key).evaluate((row) => {
      const { backgroundColor, outlineStyle, outlineWidth } = getComputedStyle(row);
      return { backgroundColor, outline: outlineStyle !== 'none' && outlineWidth !== '0px' };
    });
  const plain = await looks((await list.keys()).at(-1) ?? '');
  expect((await looks(selected)).backgroundColor).not.toBe(plain.backgroundColor);
  expect(await looks((await list.focused()) ?? '')).toMatchObject({ outline: true });
  expect(plain.outline).toBe(false);
});

test('the keys go on from the focused row when it was scrolled out of sight', async ({ list }) => {
  const { keyboard, mouse } = list.page;
  const [first, second] = await list.keys();
  await list.row(first ?? '').click();
  await list.page.locator('.grid-scroller').hover();
  await mouse.wheel(0, 6000);
  await expect.poll(async () => (await list.keys())[0]).not.toBe(first);
  expect(await list.focused()).toBe(first);
  await keyboard.press('ArrowDown');
  expect(await list.focused()).toBe(second);
  await expect(list.row(second ?? '')).toBeInViewport();
});

test('a list without rows takes every key and click', async ({ list }) => {
  await list.begin(0);
  const { page } = list;
  await page.locator('.grid-scroller').click({ position: { x: 200, y: 200 } });
  for (const key of ['ArrowDown', 'End', 'PageDown', 'Enter', 'Space', 'Delete', 'Control+a', 'Control+c', 'Shift+F10'])
    await page.keyboard.press(key);
  await page.mouse.wheel(0, 500);
  expect(await list.selected()).toEqual([]);
  await page.evaluate(() => window.harness.show(5));
  await expect(page.locator('.grid-row')).toHaveCount(5);
});
