import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Asked, Hit } from '../../../../app/finder/asking.ts';
import { defaultSettings, type Settings } from '../../../../app/settings.ts';
import { createFind } from '../../../../renderer/search/find.ts';
import { openHit, openSearch } from '../../../../renderer/search/open-search.ts';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { createFinderFeed } from '../../../../renderer/state/finder-feed.ts';
import { goBack, goToView, start, typeQuery } from '../../../../renderer/state/navigation.ts';
import { createResults } from '../../../../renderer/state/results.ts';
import { SearchFocus } from '../../../../renderer/state/search-field.ts';
import { createStore } from '../../../../ui/state/store.ts';
import { changesOf, fakeEngine, row, settled } from '../state/fake-engine.ts';

/** The window, as far as it has to do with a search; `frame` draws the next picture. */
function setUp() {
  const engine = fakeEngine();
  const ask = createAsk(engine.api);
  const feed = createFinderFeed(engine.api, ask);
  const trail = createStore(start);
  const settings = createStore<Settings>(defaultSettings);
  const never = () => () => {};
  const search = new SearchFocus();
  const entered: string[] = [];
  const model = {
    trail,
    search,
    find: createFind(ask, never),
    results: createResults({
      trail,
      feed,
      scope: createStore('all' as const),
      ask,
      context: () => ({ now: 1 }),
      after: never,
    }),
    settings: {
      ...settings,
      change: (patch: Partial<Settings>) => settings.update((now) => ({ ...now, ...patch })),
      preview: () => {},
    },
  };
  search.target = {
    enterRows() {
      const { rows } = model.results.get();
      const wanted = trail.get().here.selection[0] ?? rows[0]?.key;
      const there = rows.find(({ key }) => key === wanted);
      if (there) entered.push(there.key);
      return there !== undefined;
    },
  };
  return { engine, model, entered };
}

let frames: (() => void)[];
let page: { activeElement: unknown };
let window: ReturnType<typeof setUp>;
const frame = () => {
  for (const draw of frames.splice(0)) draw();
};
const port: Hit = { type: 'port', row: row('tcp.3000', { port: 3000 }), query: 'port:3000', by: 'port' };
const process: Hit = {
  type: 'process',
  row: row('p1', { pid: 7, mine: false, kernel: false }),
  query: 'process pid:7',
  by: 'pid',
};

beforeEach(() => {
  frames = [];
  page = { activeElement: 'field' };
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw));
  vi.stubGlobal('document', page);
  window = setUp();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const type = (text: string) => window.model.trail.update((now) => typeQuery(now, text));
const here = () => window.model.trail.get().here;
const finds = (...hits: Hit[]) => {
  window.engine.answer = (): Asked => ({ ok: true, value: { hits } });
};

describe('Enter in the search field', () => {
  it('opens the first thing that a bare text may mean, and gives it the focus once it is there', async () => {
    const { model, engine, entered } = window;
    finds(port, process);
    type('3000');
    await openSearch(model, '3000');
    expect(here()).toEqual({ view: 'ports', query: 'port:3000', selection: ['tcp.3000'] });
    frame();
    expect(entered).toEqual([]);
    engine.emit(
      'finder.changes',
      changesOf(1, [row('other', { port: 3000 }), port.row], { whole: true, topic: 'ports' }),
    );
    frame();
    expect(entered).toEqual(['tcp.3000']);
    // The letters are no place: Back leads to where they were typed.
    expect(goBack(model.trail.get()).here).toBe(start.here);
    expect(model.settings.get().recentSearches).toEqual(['3000']);
  });

  it('makes any other search, and leads to its first row', async () => {
    const { model, engine, entered } = window;
    await openSearch(model, 'port:3000');
    expect(engine.questions()).toEqual([]);
    engine.emit('finder.changes', changesOf(1, [port.row], { whole: true, topic: 'ports' }));
    frame();
    frame();
    expect(here().view).toBe('ports');
    expect(entered).toEqual(['tcp.3000']);
    expect(model.settings.get().recentSearches).toEqual(['port:3000']);
  });

  it('is remembered once its answer is there: the settings are written where answers pass through', async () => {
    const { model, engine } = window;
    let answered: (asked: Asked) => void = () => {};
    engine.answer = () => new Promise((resolve) => (answered = resolve));
    await openSearch(model, 'process during 5m');
    await settled();
    expect(engine.questions()).toHaveLength(1);
    expect(model.settings.get().recentSearches).toEqual([]);
    answered({ ok: false, failure: 'timeout' });
    await settled();
    expect(model.settings.get().recentSearches).toEqual(['process during 5m']);
  });

  it('looks for the words where one is when they mean nothing else', async () => {
    window.model.trail.update((now) => goToView(now, 'processes'));
    finds();
    type('nothing');
    await openSearch(window.model, 'nothing');
    expect(here()).toEqual({ view: 'processes', query: 'nothing', selection: [] });
    expect(window.model.trail.get().typing).toBeUndefined();
  });

  it('does nothing once somebody has gone on', async () => {
    finds(port);
    type('3000');
    const opened = openSearch(window.model, '3000');
    type('30001');
    await opened;
    expect(here().query).toBe('30001');
    expect(window.model.settings.get().recentSearches).toEqual([]);
  });

  it('leaves the field alone once somebody goes on in it, before a letter is typed', async () => {
    finds(port);
    type('3000');
    const before = here();
    const opened = openSearch(window.model, '3000');
    // The text is marked, to be typed over.
    window.model.search.focus();
    await opened;
    expect(here()).toBe(before);
    expect(window.model.settings.get().recentSearches).toEqual([]);
    await openSearch(window.model, '3000');
    expect(here().query).toBe('port:3000');
  });

  it('does not take the focus from where somebody has put it meanwhile', async () => {
    const { model, engine, entered } = window;
    finds(port);
    await openSearch(model, '3000');
    page.activeElement = 'a button';
    engine.emit('finder.changes', changesOf(1, [port.row], { whole: true, topic: 'ports' }));
    frame();
    page.activeElement = 'field';
    engine.emit('finder.changes', changesOf(2, [port.row], { whole: true, topic: 'ports' }));
    frame();
    await settled();
    expect(entered).toEqual([]);
  });
});

describe('what was found', () => {
  it('is shown although it belongs to somebody else', () => {
    const { model } = window;
    model.settings.change({ scope: 'mine' });
    openHit(model, process, 'node');
    expect(model.settings.get().scope).toBe('all');
    model.settings.change({ scope: 'mine' });
    openHit(model, { ...process, row: { ...process.row, mine: true } }, 'node');
    openHit(model, port, '3000');
    expect(model.settings.get().scope).toBe('mine');
  });
});
