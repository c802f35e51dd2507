import { HOST_PATTERN, MAX_HOST, MIN_HOST } from '../../core/registry/enhanced.ts';
import { providerDomains, reservedTopLabels } from './domain-rules.ts';

const host = new RegExp(HOST_PATTERN);
const ascii = /^[\t -~]*$/;

/**
 * A domain as it may be sent: lower case, without the final dot. `undefined` for everything that is no host name, is
 * an address or a single label, or names a network or a provider rather than an organisation (domain-rules.ts).
 */
export function organisationDomain(text: string | undefined): string | undefined {
  // Two more for blanks and the final dot. Some letters of other scripts are ASCII in lower case.
  if (text === undefined || text.length > MAX_HOST + 2 || !ascii.test(text)) return undefined;
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  if (name.length < MIN_HOST || name.length > MAX_HOST || !host.test(name)) return undefined;
  const labels = name.split('.');
  if (reservedTopLabels.has(labels.at(-1) ?? '')) return undefined;
  const suffixes = labels.map((_, index) => labels.slice(index).join('.'));
  return suffixes.some((suffix) => Object.hasOwn(providerDomains, suffix)) ? undefined : name;
}

/** The search domains of resolv.conf(5), in order: of several `search` and `domain` lines the last one counts. */
export function searchDomains(resolvConf: string): readonly string[] {
  const lines = [...resolvConf.matchAll(/^(?:search|domain)[ \t]+(.*)$/gm)];
  return (lines.at(-1)?.[1] ?? '').split(/\s+/).filter((name) => name !== '');
}

/** The domains that this computer has joined, by the output of `realm list` (realmd). */
export function joinedRealms(output: string): readonly string[] {
  return output
    .split(/^(?=\S)/m)
    .filter((realm) => /^\s+configured: (?!no\s*$)\S/m.test(realm))
    .flatMap((realm) => /^\s+domain-name: (\S+)\s*$/m.exec(realm)?.[1] ?? []);
}

/** The domain that this Mac has joined, by the output of `dsconfigad -show`. */
export function directoryDomain(output: string): string | undefined {
  return /^\s*Active Directory Domain\s*=\s*(\S+)\s*$/m.exec(output)?.[1];
}
