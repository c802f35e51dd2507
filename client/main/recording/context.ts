import type { Product } from '../../core/product/product.ts';
import type { Context } from '../../core/registry/registry.ts';
import {
  countries,
  distributions,
  MAX_CORES,
  memoryClasses,
  processorVendors,
} from '../../core/registry/vocabularies.ts';
import type { Language } from '../../core/texts/language.ts';

/** What the platform says of itself, as read by {@link readPlatformFacts}. */
export interface PlatformFacts {
  readonly platform: string;
  /** Kernel or system release, such as "10.0.19045" or "6.1.0-18-amd64". */
  readonly release: string;
  readonly arch: string;
  readonly electron: string;
  readonly cpuModel: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  /** Text of os-release(5) on Linux. */
  readonly osRelease: string | undefined;
  /** Longer side of each screen in physical pixels. */
  readonly screens: readonly number[];
  /** Region setting, ISO 3166-1 alpha-2. */
  readonly region: string;
  readonly timeZone: string;
  /** Language of the user interface. */
  readonly language: Language;
}

const systems: Readonly<Record<string, NonNullable<Context['os']>>> = {
  win32: 'windows',
  darwin: 'macos',
  linux: 'linux',
};
const architectures = ['x64', 'arm64', 'ia32'] as const;

/** Reduces what the platform says to the closed values of the registry. */
export function sessionContext(
  facts: PlatformFacts,
  product: Pick<Product, 'id' | 'version'>,
  packaged: boolean,
): Context {
  const os = systems[facts.platform] ?? 'linux';
  const release = facts.osRelease === undefined ? {} : parseOsRelease(facts.osRelease);
  return {
    product: product.id,
    version: sentVersion(product.version),
    runtime: versionOf(facts.electron, 4),
    os,
    osVersion: versionOf(release['VERSION_ID'] ?? facts.release, 4),
    distribution: os === 'linux' ? oneOfOrOther(distributions, release['ID']) : 'none',
    architecture: oneOfOrOther(architectures, facts.arch),
    processor: processorVendor(facts.cpuModel),
    cores: Math.min(Math.max(0, facts.cores), MAX_CORES),
    memory: memoryClass(facts.memory),
    display: displayClass(facts.screens),
    country: country(facts.region, facts.timeZone),
    language: facts.language,
    packaged: packaged ? 'yes' : 'no',
  };
}

/** The version of a product as its batches say it: that of a preview, "1.2.0-beta.1", is sent as its numbers. */
export const sentVersion = (version: string) => versionOf(version, 3);

/** The leading dotted numbers of a version, at most `parts` of them; "0" when there are none. */
export function versionOf(text: string, parts: number): string {
  const found = /^\d{1,5}(?:\.\d{1,5})*/.exec(text)?.[0] ?? '0';
  return found.split('.').slice(0, parts).join('.');
}

function oneOfOrOther<const V extends string>(values: readonly V[], value: string | undefined): V | 'other' {
  return values.find((known) => known === value) ?? 'other';
}

/** KEY=value lines; quotes are taken off (os-release(5)). */
function parseOsRelease(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/^([A-Z_]+)=(.*)$/gm);
  return Object.fromEntries([...pairs].map(([, key = '', value = '']) => [key, value.replace(/^(["'])(.*)\1$/, '$2')]));
}

function processorVendor(model: string): NonNullable<Context['processor']> {
  const words = model.toLowerCase();
  return processorVendors.find((vendor) => new RegExp(`\\b${vendor}\\b`).test(words)) ?? 'other';
}

/** Installed memory is always a little less than what is sold, hence the allowance of one eighth. */
function memoryClass(bytes: number): number {
  const gib = (bytes / 2 ** 30) * 1.125;
  return memoryClasses.findLast((size) => size <= gib) ?? memoryClasses[0];
}

const displayBounds = [
  ['below-hd', 1280],
  ['hd', 1920],
  ['full-hd', 2560],
  ['quad-hd', 3840],
  ['4k', 3841],
] as const;

function displayClass(screens: readonly number[]): NonNullable<Context['display']> {
  const longest = Math.max(0, ...screens);
  if (longest === 0) return 'none';
  return displayBounds.find(([, bound]) => longest < bound)?.[0] ?? 'above-4k';
}

/**
 * The region setting, if the computer's time zone is used there; otherwise "not known". A network address is never
 * looked at.
 */
function country(region: string, timeZone: string): string {
  if (!countries.includes(region)) return 'ZZ';
  const zones = zonesOf(region);
  return zones === undefined || zones.includes(timeZone) ? region : 'ZZ';
}

/** Time zones of a region by CLDR; `undefined` where the runtime does not know them. */
function zonesOf(region: string): readonly string[] | undefined {
  const locale = new Intl.Locale('und', { region }) as Intl.Locale & {
    getTimeZones?: () => string[];
    timeZones?: string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones;
}
