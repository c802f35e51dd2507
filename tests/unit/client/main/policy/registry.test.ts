import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { judgePolicy } from '../../../../../client/main/policy/policy-document.ts';
import {
  parseRegQuery,
  policyFields,
  policyKey,
  readRegistryPolicy,
} from '../../../../../client/main/policy/registry.ts';
import type { ProcessResult } from '../../../../../client/main/policy/run-process.ts';

const POLICY_KEY = policyKey(finder.registryKey);
const ROOT = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies';
const lines = (...text: string[]) => `${text.join('\r\n')}\r\n`;

/** As Windows 10 and 11 print it. */
const usual = lines(
  '',
  POLICY_KEY,
  '    Participation    REG_SZ    standard',
  '    CustomerId    REG_SZ    ACME-0042',
  '    LicenceId    REG_SZ    L-1',
  '    Collector    REG_SZ    https://collector.example',
  '',
);
const all = {
  participation: 'standard',
  customerId: 'ACME-0042',
  licenceId: 'L-1',
  collector: 'https://collector.example',
};

const fieldsOf = (output: string) => policyFields(parseRegQuery(output, POLICY_KEY).values);

describe('what reg query prints', () => {
  it.each([
    ['as usual', usual, all],
    ['with line feeds alone', usual.replaceAll('\r', ''), all],
    ['with tabs, as old versions do', usual.replaceAll('    ', '\t'), all],
    ['with one space only', usual.replaceAll(/ {4}/g, ' '), all],
    ['with odd spacing', usual.replaceAll('REG_SZ    ', 'REG_SZ\t   ').replaceAll(/\r/g, '  \r'), all],
    [
      'with names and key in another case',
      lines(POLICY_KEY.toLowerCase(), '    PARTICIPATION    REG_SZ    Off'),
      { participation: 'off' },
    ],
    [
      'with a level as the number of a template',
      lines(POLICY_KEY, '    Participation    REG_DWORD    0x1'),
      { participation: 'standard' },
    ],
    ['with the number of off', lines(POLICY_KEY, '    Participation    REG_DWORD    0x0'), { participation: 'off' }],
    [
      'with a number that is no level',
      lines(POLICY_KEY, '    Participation    REG_DWORD    0x7'),
      { participation: null },
    ],
    ['with a damaged number', lines(POLICY_KEY, '    Participation    REG_DWORD    1'), { participation: null }],
    [
      'with an expandable text',
      lines(POLICY_KEY, '    Participation    REG_EXPAND_SZ    enhanced'),
      { participation: 'enhanced' },
    ],
    [
      'with a type that is not for it',
      lines(POLICY_KEY, '    Participation    REG_BINARY    6F6666'),
      { participation: null },
    ],
    ['with an id as a number', lines(POLICY_KEY, '    CustomerId    REG_DWORD    0x2a'), { customerId: null }],
    ['with a value that is empty', lines(POLICY_KEY, '    Participation    REG_SZ    '), { participation: '' }],
    ['with an empty value, shortened', lines(POLICY_KEY, '    Participation    REG_SZ'), { participation: '' }],
    [
      'with an unnamed value, in German',
      lines(POLICY_KEY, '    (Standard)    REG_SZ    (Wert nicht gesetzt)', '    Participation    REG_SZ    off'),
      { participation: 'off' },
    ],
    [
      'with values of other names',
      lines(POLICY_KEY, '    Update Channel    REG_SZ    slow', '    Participation    REG_SZ    off'),
      { participation: 'off' },
    ],
    [
      'with a key below, whose values are its own',
      lines(usual, `${POLICY_KEY}\\Later`, '    Participation    REG_SZ    enhanced'),
      all,
    ],
    ['with a key of a longer name', lines(`${POLICY_KEY}2`, '    Participation    REG_SZ    off'), undefined],
    ['with nothing', '', undefined],
    ['with the key alone', lines('', POLICY_KEY, ''), undefined],
    ['in Italian, for a search', lines('Fine della ricerca: 0 corrispondenze trovate.'), undefined],
  ])('is read %s', (_name, output, expected) => {
    expect(fieldsOf(output)).toEqual(expected);
  });

  it('names the keys below', () => {
    const output = lines('', ROOT, '    Version    REG_DWORD    0x1', '', `${ROOT}\\Adobe`, `${ROOT}\\candor`, '');
    expect(parseRegQuery(output, ROOT).keys).toEqual(
      [`${ROOT}\\ADOBE`, `${ROOT}\\CANDOR`].map((key) => key.toUpperCase()),
    );
  });
});

describe('the policy in the registry', () => {
  /** A registry in which these keys exist; `reg` answers anything else with exit code 1. */
  const registry = (keys: Readonly<Record<string, string>>) => {
    const asked: string[] = [];
    const run = (program: string, [verb, key = '', ...more]: readonly string[]): Promise<ProcessResult> => {
      asked.push([program, verb, key, ...more].join(' '));
      const output = keys[key];
      return Promise.resolve(output === undefined ? { exitCode: 1, output: '' } : { exitCode: 0, output });
    };
    return { asked, read: () => readRegistryPolicy(run, 'C:\\Windows\\System32', finder.registryKey) };
  };
  const parents = {
    [ROOT]: lines('', ROOT, '', `${ROOT}\\Candor`, `${ROOT}\\Microsoft`),
    [`${ROOT}\\Candor`]: lines('', `${ROOT}\\Candor`, '', POLICY_KEY),
  };

  it('is read, and is only ever written by administrators', async () => {
    const { read, asked } = registry({ ...parents, [POLICY_KEY]: usual });
    expect(await read()).toEqual({ status: 'read', fields: all, trusted: true });
    expect(asked.at(-1)).toBe(`C:\\Windows\\System32\\reg.exe query ${POLICY_KEY} /s`);
  });

  it.each([
    ['no key of ours', { [ROOT]: lines('', ROOT, '', `${ROOT}\\Microsoft`) }],
    ['no key of the Finder', { ...parents, [`${ROOT}\\Candor`]: lines('', `${ROOT}\\Candor`, '', `${POLICY_KEY}2`) }],
    ['a key that group policy left empty', { ...parents, [POLICY_KEY]: '' }],
    ['a key with values of others', { ...parents, [POLICY_KEY]: lines(POLICY_KEY, '    Note    REG_SZ    x') }],
  ])('does not exist with %s', async (_name, keys) => {
    expect(await registry(keys).read()).toEqual({ status: 'none' });
  });

  it.each([
    ['the registry cannot be read', {}],
    ['the key of the maker may not be read', { [ROOT]: parents[ROOT] ?? '' }],
    ['the key may not be read', parents],
    ['there is no level', { ...parents, [POLICY_KEY]: lines(POLICY_KEY, '    CustomerId    REG_SZ    ACME') }],
    [
      'the level is of another type',
      { ...parents, [POLICY_KEY]: lines(POLICY_KEY, '    Participation    REG_QWORD    0x0') },
    ],
  ])('allows nothing when %s', async (_name, keys) => {
    expect(judgePolicy(await registry(keys).read())).toMatchObject({ status: 'damaged' });
  });

  it('allows nothing when reg takes too long', async () => {
    const reading = await readRegistryPolicy(() => Promise.resolve({ exitCode: undefined, output: '' }), 'C:\\W', []);
    expect(judgePolicy(reading).status).toBe('damaged');
  });
});
