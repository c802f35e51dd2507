import { describe, expect, it } from 'vitest';
import { type Given, SettingsError } from '../../../../collector/config/given.ts';
import { environmentName, type OptionSpec } from '../../../../collector/config/option.ts';
import { type OptionName, optionNames, options } from '../../../../collector/config/options.ts';
import { readSettings, unknownVariables } from '../../../../collector/config/settings.ts';

interface Places {
  readonly flags?: Partial<Record<OptionName, string>>;
  readonly environment?: Record<string, string>;
  readonly file?: string;
}

const NAMES = ['config', 'data', 'host', 'port', 'k', 'unpackaged'] as const;

function read({ flags = {}, environment = {}, file }: Places) {
  const given = Object.entries({ ...(file === undefined ? {} : { config: 'c.yaml' }), ...flags });
  return readSettings(NAMES, {
    flags: new Map(
      given.map(([name, text]): [OptionName, Given] => [name as OptionName, { text, place: `--${name}` }]),
    ),
    environment,
    readFile: (name) => {
      if (name !== 'c.yaml' || file === undefined) throw new Error('there is none');
      return file;
    },
  });
}

/** What is said of places in which something is wrong. */
function faultsOf(places: Places): string[] {
  try {
    read(places);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const data = { data: '/data' };

describe('a setting', () => {
  it('is its default where no place has it', () => {
    expect(read({ flags: data })).toEqual({
      config: undefined,
      data: '/data',
      host: '127.0.0.1',
      port: 7391,
      k: 5,
      unpackaged: false,
    });
  });

  it('is taken from the command line, else from the environment, else from the file', () => {
    const file = 'port: 3\nk: 3\nhost: file.example\ndata: /file\n';
    const environment = { CANDOR_COLLECTOR_PORT: '2', CANDOR_COLLECTOR_K: '2', CANDOR_COLLECTOR_HOST: '' };
    const settings = read({ flags: { port: '1' }, environment, file });
    expect(settings).toMatchObject({ port: 1, k: 2, host: 'file.example', data: '/file' });
  });

  it('that is a switch can be taken back by a place that counts more', () => {
    expect(read({ flags: data, file: 'unpackaged: true' }).unpackaged).toBe(true);
    const flags = { ...data, unpackaged: 'false' };
    expect(read({ flags, file: 'unpackaged: true' }).unpackaged).toBe(false);
    expect(read({ flags: data, environment: { CANDOR_COLLECTOR_UNPACKAGED: 'yes' } }).unpackaged).toBe(true);
  });

  it('may stand in a file that is JSON, or in one without a single setting', () => {
    expect(read({ flags: data, file: '{"port": 80}' }).port).toBe(80);
    expect(read({ flags: data, file: '# nothing yet\n' }).port).toBe(7391);
  });

  it('can have its file named by the environment', () => {
    const environment = { CANDOR_COLLECTOR_CONFIG: 'c.yaml' };
    const readFile = (name: string) => `{data: /${name}}`;
    expect(readSettings(NAMES, { flags: new Map(), environment, readFile }).data).toBe('/c.yaml');
  });
});

describe('what is wrong', () => {
  it('is told with its place, all of it at once, also where another place outranks it', () => {
    const environment = { CANDOR_COLLECTOR_PORT: '70000' };
    expect(faultsOf({ flags: { k: '0', port: '80' }, environment, file: 'unpackaged: perhaps' })).toEqual([
      '--data is missing',
      'CANDOR_COLLECTOR_PORT must be a whole number from 0 to 65535, not "70000"',
      '--k must be a whole number from 1, not "0"',
      'unpackaged in c.yaml must be true or false, not "perhaps"',
    ]);
  });

  it.each([
    ['potr: 80', 'potr in c.yaml is no option that a file can set'],
    ['undo: true', 'undo in c.yaml is no option that a file can set'],
    ['config: other.yaml', 'config in c.yaml is no option that a file can set'],
    ['port: [80]', 'port in c.yaml must be a text, a number, true or false'],
    ['port: 80.5', 'port in c.yaml must be a whole number from 0 to 65535, not "80.5"'],
    ['host: ""', 'host in c.yaml must not be empty, not ""'],
    ['constructor: 1', 'constructor in c.yaml is no option that a file can set'],
    ['- port', 'c.yaml must be a list of options, such as "port: 7391"'],
    ['port: 1\nport: 2', 'c.yaml: Map keys must be unique at line 2, column 1'],
  ])('in a file that says %j is told', (file, said) => {
    expect(faultsOf({ flags: data, file })).toEqual([said]);
  });

  it('is a file that cannot be read, with the place that names it', () => {
    const faults = faultsOf({ flags: { ...data, config: 'nowhere.yaml' } });
    expect(faults).toEqual(['nowhere.yaml, which --config names, cannot be read: there is none']);
  });

  it('is a variable that nobody reads, but for the one that apps have', () => {
    const environment = {
      CANDOR_COLLECTOR_POTR: '1',
      CANDOR_COLLECTOR_URL: 'http://127.0.0.1',
      CANDOR_COLLECTOR_K: '1',
    };
    expect(unknownVariables(environment)).toEqual(['CANDOR_COLLECTOR_POTR']);
  });
});

it('every option has a name for each place, a help that is one sentence, and a default that it accepts itself', () => {
  for (const name of optionNames) {
    const { help, default: value, value: reads }: OptionSpec = options[name];
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(environmentName(name)).toMatch(/^CANDOR_COLLECTOR_[A-Z_]+$/);
    expect(help).toMatch(/^\S.*[^.\s]$/);
    if (value !== undefined) expect(reads.safeParse(value).success).toBe(true);
  }
});

describe('the address of a tracker', () => {
  const isTaken = (text: string) => options['issue-url'].value.safeParse(text).success;

  it.each([
    'https://tracker.example.org/issues?q={class}+{code}',
    'https://tracker.example.org/new?title={class}&body={file}%20{version}#{code}',
    'https://tracker.example.org/all',
  ])('may be %s', (text) => expect(isTaken(text)).toBe(true));

  it.each([
    'http://tracker.example.org/{class}',
    'https://{class}.example.org/',
    'https://tracker.example.org{file}/',
    'https://me:{code}@tracker.example.org/',
    'https://tracker.example.org/{installation}',
    'https://tracker.example.org/{class',
    'javascript:alert({class})',
    '{file}',
  ])('may not be %s', (text) => expect(isTaken(text)).toBe(false));
});
