import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { beginningWith } from '../../../../collector/web/charts/flows-of.ts';
import { groupName } from '../../../../collector/web/names.ts';
import { issueAddress } from '../../../../collector/web/pages/issue-address.ts';
import { medianOf } from '../../../../collector/web/pages/medians.ts';
import { platformsLead } from '../../../../collector/web/pages/platforms-of.ts';
import { releasesOf } from '../../../../collector/web/pages/series.ts';
import { adoptionOf, versionsByProduct } from '../../../../collector/web/pages/versions-of.ts';

describe('the link from a group of errors to a tracker', () => {
  it('has the words of the group where the operator wants them, and none of them can lead elsewhere', () => {
    const row = { class: 'TypeError', code: 'none', file: '../../@elsewhere?x=1&y#z', lastVersion: null };
    const template = 'https://tracker.example.org/new?title={class}+{code}&body={file}@{version}&again={class}';
    expect(issueAddress(template, row)).toBe(
      'https://tracker.example.org/new?title=TypeError+&body=..%2F..%2F%40elsewhere%3Fx%3D1%26y%23z@&again=TypeError',
    );
  });
});

describe('the median of organisations', () => {
  it.each([
    [[], undefined],
    [[1, 9], undefined],
    [[9, 1, 4], 4],
    [[10, 1, 4, 2], 3],
  ])('of %j is %j', (values, median) => expect(medianOf(values)).toBe(median));
});

describe('a group of commands', () => {
  afterEach(() => setLanguage('en'));

  it('is called as menus are in the language of the page, and by its id where it is none', () => {
    expect(['go', 'help', 'note', undefined].map(groupName)).toEqual(['Go', 'Help', 'Note', 'Other']);
    setLanguage('it');
    expect(['go', 'help', 'note', undefined].map(groupName)).toEqual(['Vai', 'Aiuto', 'Note', 'Altro']);
  });
});

const version = (product: string, number: string, sessions: number, installations = sessions) => ({
  product,
  version: number,
  runtime: '33.4.11',
  sessions,
  installations,
  share: null,
});

describe('versions of several products', () => {
  const rows = [
    version('finder', '1.2.0-beta', 5),
    version('finder', '1.2.0', 30, 9),
    version('finder', '1.10.0', 20, 12),
    version('finder', '1.10.0', 20, 2),
    version('notes', '2.4.0', 60, 40),
    version('notes', '2.3.0', 40, 50),
  ];

  it('are each of its own product, in the order of their release, those first that are run most', () => {
    const products = versionsByProduct(rows, 'sessions');
    expect(products.map(({ product, versions }) => [product, versions.map((its) => its.version)])).toEqual([
      ['notes', ['2.4.0', '2.3.0']],
      ['finder', ['1.10.0', '1.2.0', '1.2.0-beta']],
    ]);
    expect(products[1]).toMatchObject({ figure: 75, versions: [{ figure: 40 }, { figure: 30 }, { figure: 5 }] });
    expect(versionsByProduct(rows, 'installations')[1]?.versions[0]).toEqual({ version: '1.10.0', figure: 14 });
  });

  it('have their shares of the product alone, and none where it is not told', () => {
    const period = (day: number, of: typeof rows) => {
      const at = `2026-03-0${day}`;
      return { from: at, to: at, rows: of };
    };
    const whole = (day: number, sessions: number) => ({
      ...period(day, []),
      rows: [{ sessions, installations: sessions / 2 }],
    });
    const finder = versionsByProduct(rows, 'sessions')[1];
    if (!finder) throw new Error('there is no finder');
    const periods = [period(2, rows), period(3, rows.slice(1, 2)), period(5, rows)];
    const linesWith = (k: number) => adoptionOf(finder, periods, [whole(2, 100), whole(3, 40)], 'sessions', k);
    expect(linesWith(1)).toEqual([
      { version: '1.10.0', values: [0.4, 0, null] },
      { version: '1.2.0', values: [0.3, 0.75, null] },
      { version: '1.2.0-beta', values: [0.05, 0, null] },
    ]);
    // Where rows of few are not shown, nobody knows of one that is not there.
    expect(linesWith(5)[0]?.values).toEqual([0.4, null, null]);
    expect(adoptionOf(finder, periods, [whole(2, 100)], 'installations', 1)[0]?.values[0]).toBe(0.28);
  });

  it('are marked on the day of their release also where another product had their number, with the name of theirs', () => {
    const period = (day: number, ...of: (readonly [string, string])[]) => ({
      from: `2026-03-0${day}`,
      to: `2026-03-0${day}`,
      rows: of.map(([product, number]) => version(product, number, 9)),
    });
    const periods = [
      period(2, ['finder', '1.0.0'], ['notes', '1.1.0']),
      period(3, ['finder', '1.1.0'], ['notes', '1.1.0'], ['third', '7.0.0']),
      period(4, ['finder', '1.0.0'], ['notes', '1.2.0'], ['third', '8.0.0']),
    ];
    expect(releasesOf(periods, (id) => id.toUpperCase())).toEqual([
      { day: '2026-03-03', text: 'FINDER 1.1.0' },
      { day: '2026-03-04', text: 'NOTES 1.2.0, THIRD 8.0.0' },
    ]);
  });
});

describe('the system that can be dropped', () => {
  const system = (os: string, sessions: number, installations: number, share: number | null) => ({
    os,
    osVersion: '1',
    distribution: 'none',
    architecture: 'x64',
    sessions,
    installations,
    share,
  });

  it('is the one that fewest run of what is counted', () => {
    const bySessions = [system('windows', 80, 20, 0.8), system('linux', 15, 30, 0.15), system('macos', 5, 40, 0.05)];
    expect(platformsLead(bySessions, 'sessions')).toContain('fewest run macOS 1 x64, which is 5% of sessions');
    const byVotes = [system('macos', 5, 40, 0.5), system('linux', 15, 30, 0.375), system('windows', 80, 20, 0.25)];
    expect(platformsLead(byVotes, 'installations')).toContain(
      'fewest run Windows 1 x64, which are 25% of installations',
    );
    const little = [system('windows', 80, 90, 0.99), system('macos', 5, 1, 0.004), system('linux', 5, 1, 0.003)];
    expect(platformsLead(little, 'installations')).toBe(
      '2 systems can be dropped, Linux 1 x64 first: at most 0.7% of installations run them together, less than 1% each.',
    );
    expect(platformsLead([system('linux', 5, 1, null)], 'installations')).toBe('');
  });
});

describe('flows that begin with a command', () => {
  it('are those of both sides of a comparison', () => {
    const flow = (first: string) => {
      const steps = { second: 'b', third: 'c' };
      return { product: 'finder', first, ...steps, uses: 9, installations: 9, share: null };
    };
    const others = { ...flow('other'), second: null, third: null };
    const rows = { rows: [flow('a'), flow('b'), others] };
    const range = { from: '2026-03-01', to: '2026-03-02' };
    const answer = { ...rows, range, k: 5, compared: { ...rows, dimension: 'os', segment: 'linux' } };
    const shown = beginningWith('a', answer);
    expect(shown.rows).toEqual([flow('a')]);
    expect(shown.compared).toEqual({ ...answer.compared, rows: [flow('a')] });
    expect(beginningWith('a', { ...rows, range, k: 5 })).not.toHaveProperty('compared');
  });
});
