import { describe, expect, it } from 'vitest';
import { MAX_QUERY } from '../../../../app/finder/asking.ts';
import { readCommandLine, readLaunch, relaunchWords } from '../../../../main/opening/command-line.ts';

const packaged = (...words: string[]) => readCommandLine(['/opt/Candor Finder/candor-finder', ...words], true);
const opens = (query: string | null, background = false) => ({ kind: 'launch', launch: { background, query } });

describe('what the app is started with', () => {
  it.each<[string[], string | null]>([
    [[], null],
    [['port:3000'], 'port:3000'],
    [['process', 'user:root', 'during 24h'], 'process user:root during 24h'],
    [['--lang=it', 'port:3000', '--no-sandbox'], 'port:3000'],
    [['--', '-chrome', '--help'], '-chrome --help'],
    [['process', '--', '-chrome'], 'process -chrome'],
    [[''], null],
    [['  \t '], null],
    [['a\nb\u0000\u009bc'], 'a b c'],
    [['bad\ud800half'], 'bad\ufffdhalf'],
    [['x'.repeat(MAX_QUERY)], 'x'.repeat(MAX_QUERY)],
    [['proceso zoë 🦊'], 'proceso zoë 🦊'],
    [['--psn_0_12345'], null],
  ])('opens %j on its search', (words, query) => {
    expect(packaged(...words)).toEqual(opens(query));
  });

  it('begins after the folder of the app in a build that is not packaged', () => {
    const argv = ['/electron', '--no-sandbox', '--user-data-dir=/p', '/app', 'port:3000'];
    expect(readCommandLine(argv, false)).toEqual(opens('port:3000'));
    expect(readCommandLine(argv.slice(0, 4), false)).toEqual(opens(null));
    expect(readCommandLine(['/electron'], false)).toEqual(opens(null));
    expect(readCommandLine(['/electron', '-r', '/driver.cjs', '--no-sandbox', '/app'], false)).toEqual(opens(null));
  });

  it('starts without a window at login', () => {
    expect(packaged('--background')).toEqual(opens(null, true));
  });

  it('refuses a search that no window takes, and says how the app is used', () => {
    expect(packaged('x'.repeat(MAX_QUERY + 1))).toEqual({ kind: 'too-long' });
    expect(packaged('--help', 'port:3000')).toEqual({ kind: 'help' });
    expect(packaged('-h')).toEqual({ kind: 'help' });
  });
});

describe('what a second launch says', () => {
  it('is taken as it is', () => {
    expect(readLaunch({ background: true, query: 'a' })).toEqual({ background: true, query: 'a' });
  });

  it.each([
    undefined,
    null,
    'port:3000',
    { query: 'a' },
    { background: false, query: '' },
    { background: false, query: 'x'.repeat(MAX_QUERY + 1) },
    { background: false, query: 'a', more: 1 },
  ])('asks for a window alone when it is none: %#', (data) => {
    expect(readLaunch(data)).toEqual({ background: false, query: null });
  });
});

describe('what the app is launched with again', () => {
  const launch = { background: false, query: '-chrome cpu>20%' };

  it('is its own switches and the search of who launched it last', () => {
    const argv = ['/candor-finder', '--lang=it', 'port:80', '--background', '--', 'old'];
    expect(relaunchWords(argv, true, launch)).toEqual(['--lang=it', '--', '-chrome cpu>20%']);
    expect(relaunchWords(argv, true, { background: false, query: null })).toEqual(['--lang=it']);
  });

  it('is read as that search', () => {
    const argv = ['/electron', '--no-sandbox', '/app', '--background', 'port:80'];
    const again = relaunchWords(argv, false, launch);
    expect(again.slice(0, 2)).toEqual(['--no-sandbox', '/app']);
    expect(readCommandLine(['/electron', ...again], false)).toEqual({ kind: 'launch', launch });
  });
});
