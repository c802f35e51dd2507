/** A library in our bundles, as Vite lists it. */
export interface BundledLicence {
  name: string;
  version: string;
  /** SPDX identifier. */
  identifier: string;
  text?: string;
}

const RULE = '-'.repeat(80);

/** The notices that the licences of bundled libraries ask to go with every copy. */
export function noticesFile(licences: readonly BundledLicence[]): string {
  const each = new Map(licences.map((licence) => [`${licence.name} ${licence.version}`, licence]));
  const sorted = [...each].sort(([a], [b]) => a.localeCompare(b, 'en'));
  const parts = sorted.map(([title, { identifier, text }]) => `${title} (${identifier})\n\n${text?.trim() ?? ''}\n`);
  return ['Candor Finder contains these libraries.\n', ...parts].join(`\n${RULE}\n\n`);
}

/** The bundled packages that package-lock.json knows, in that version, for development alone. */
export function developmentTools(
  bundled: readonly Pick<BundledLicence, 'name' | 'version'>[],
  lock: Lockfile,
): string[] {
  const locked = Object.entries(lock.packages);
  const tools = bundled.filter(({ name, version }) => {
    const same = locked.filter(([place, entry]) => place.endsWith(`node_modules/${name}`) && entry.version === version);
    return same.length > 0 && same.every(([, { dev }]) => dev === true);
  });
  return [...new Set(tools.map(({ name }) => name))].sort();
}

interface Lockfile {
  packages: Record<string, { version?: string; dev?: boolean }>;
}
