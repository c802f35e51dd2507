import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { fieldCodec } from '../../../../../client/core/batch/field-codecs.ts';
import type { Context } from '../../../../../client/core/registry/registry.ts';
import { languages } from '../../../../../client/core/texts/language.ts';
import { type PlatformFacts, sessionContext, versionOf } from '../../../../../client/main/recording/context.ts';
import { finderRegistry } from '../../../../support/finder-format.ts';

const debian: PlatformFacts = {
  platform: 'linux',
  release: '6.1.0-18-amd64',
  arch: 'x64',
  electron: '33.4.11',
  cpuModel: 'Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz',
  cores: 8,
  memory: 16_654_000_000,
  osRelease: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n',
  screens: [1280, 1920],
  region: 'IT',
  timeZone: 'Europe/Rome',
  language: 'en',
};

/** The fields that could not stand in a batch. */
const outOfBounds = (values: Context) =>
  Object.entries(finderRegistry.context.fields).flatMap(([name, { type }]) =>
    fieldCodec(type).pack(values[name as keyof Context]) === undefined ? [name] : [],
  );

const of = (change: Partial<PlatformFacts>) => sessionContext({ ...debian, ...change }, finder, true);

describe('the context of a session', () => {
  it('reduces what the platform says to closed values', () => {
    expect(sessionContext(debian, finder, true)).toMatchObject({
      os: 'linux',
      osVersion: '12',
      distribution: 'debian',
      architecture: 'x64',
      processor: 'intel',
      cores: 8,
      memory: 16,
      display: 'full-hd',
      country: 'IT',
      language: 'en',
    });
  });

  it('lets nothing unknown through', () => {
    const strange = of({
      arch: 'riscv64',
      cpuModel: 'Secret Lab Prototype',
      osRelease: 'ID="my company linux"\nVERSION_ID="build of Jane"',
      region: 'Jane',
      electron: 'custom',
      screens: [],
      memory: 0,
      cores: 100_000,
    });
    expect(strange).toMatchObject({
      architecture: 'other',
      processor: 'other',
      distribution: 'other',
      osVersion: '0',
      country: 'ZZ',
      runtime: '0',
      display: 'none',
      memory: 1,
      cores: 1024,
    });
    expect(outOfBounds(strange)).toEqual([]);
  });

  it.each([
    [
      'Windows by its build',
      { platform: 'win32', release: '10.0.22631', osRelease: undefined },
      'windows',
      '10.0.22631',
      'none',
    ],
    [
      'macOS by its version',
      { platform: 'darwin', release: '14.4.1', osRelease: undefined },
      'macos',
      '14.4.1',
      'none',
    ],
    ['Linux without os-release', { osRelease: undefined }, 'linux', '6.1.0', 'other'],
  ] as const)('names %s', (_name, change, os, osVersion, distribution) => {
    expect(of(change)).toMatchObject({ os, osVersion, distribution });
  });

  it.each([
    ['the time zone agrees', 'IT', 'Europe/Rome', 'IT'],
    ['the time zone is of another country', 'IT', 'America/New_York', 'ZZ'],
    ['the time zone says nothing', 'US', 'UTC', 'ZZ'],
    ['there is no region setting', '', 'Europe/Rome', 'ZZ'],
  ])('names a country only when %s', (_name, region, timeZone, expected) => {
    expect(of({ region, timeZone }).country).toBe(expected);
  });

  it.each([
    ['IN', 'Asia/Kolkata'],
    ['UA', 'Europe/Kyiv'],
    ['AR', 'America/Argentina/Buenos_Aires'],
    ['NO', 'Europe/Oslo'],
    ['US', 'America/Indiana/Indianapolis'],
  ])('knows %s by its time zone %s, whichever of its names the system has for it', (region, zone) => {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    expect(of({ region, timeZone }).country).toBe(region);
  });

  it('says the language of the app, whatever the country', () => {
    expect(languages.map((language) => of({ language }).language)).toEqual(languages);
    expect(of({ language: 'it', region: 'CH', timeZone: 'Europe/Zurich' })).toMatchObject({
      language: 'it',
      country: 'CH',
    });
  });

  it('takes the largest of several screens', () => {
    expect(of({ screens: [1366, 3840, 1920] }).display).toBe('4k');
  });

  it.each([
    [7.7, 8],
    [15.5, 16],
    [5, 4],
    [0.5, 1],
    [4000, 1024],
  ])('rounds %f GiB of memory to the class %i', (gib, expected) => {
    expect(of({ memory: gib * 2 ** 30 }).memory).toBe(expected);
  });

  it.each([
    [800, 'below-hd'],
    [1366, 'hd'],
    [1920, 'full-hd'],
    [2560, 'quad-hd'],
    [3840, '4k'],
    [5120, 'above-4k'],
  ])('takes a screen of %i pixels as %s', (pixels, expected) => {
    expect(of({ screens: [pixels] }).display).toBe(expected);
  });

  it('keeps only the leading numbers of a version', () => {
    expect(versionOf('1.2.3-beta.4', 3)).toBe('1.2.3');
    expect(versionOf('10.0.19045.1', 3)).toBe('10.0.19045');
    expect(versionOf('rolling', 3)).toBe('0');
  });
});
