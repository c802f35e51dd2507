import { HOST_PATTERN, MAX_HOST, MIN_HOST } from '../../core/registry/field-types.ts';

const host = new RegExp(HOST_PATTERN);
const ascii = /^[\t -~]*$/;

/**
 * A domain as it may be sent: lower case, without the final dot. `undefined` for everything that is no host name, is
 * an address or a single label, or names a network or a provider rather than an organisation.
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

/**
 * Domains that name no organisation. A network hands its search domain to whoever joins it, so most of what a computer
 * has was given by a router or a provider: sending it would say nothing of the organisation and, at home, something of
 * the person.
 */

/** Last labels under which nobody can register a name: many networks share each of them. */
export const reservedTopLabels: ReadonlySet<string> = new Set([
  // Special use: RFC 6761, 6762 (mDNS), 7686, 9476, and reverse look-ups.
  'alt',
  'arpa',
  'example',
  'invalid',
  'local',
  'localhost',
  'onion',
  'test',
  // Private use by ICANN's decision of 2024; the internal names of Amazon, Google and Docker lie in it.
  'internal',
  // Never to be delegated, because so many private networks use them (ICANN, 2018).
  'corp',
  'home',
  'mail',
  // What routers and system installers put there by themselves (RFC 6762, appendix G).
  'domain',
  'gateway',
  'intranet',
  'lan',
  'localdomain',
  'private',
  'router',
  'workgroup',
  // Defaults of virtual machines, containers and clusters.
  'consul',
  'incus',
  'libvirt',
  'lxd',
  'novalocal',
  'openstacklocal',
  'podman',
  'vagrant',
]);

/** Registered domains that a provider assigns to its customers' machines, each with the reason. */
export const providerDomains: Readonly<Record<string, string>> = {
  '2wire.net': 'default of home routers',
  'aliyuncs.com': 'machines in Alibaba Cloud',
  'amazonaws.com': 'machines in Amazon EC2',
  'attlocal.net': 'default of home routers',
  'bbox.fr': 'default of home routers',
  'bredbandsbolaget.se': 'customers of an internet provider',
  'cable.rogers.com': 'customers of an internet provider',
  'cable.virginm.net': 'customers of an internet provider',
  'cloudapp.azure.com': 'machines in Microsoft Azure',
  'cloudapp.net': 'machines in Microsoft Azure, "internal.cloudapp.net" by default',
  'comcast.net': 'customers of an internet provider',
  'contaboserver.net': 'machines at Contabo',
  'cox.net': 'customers of an internet provider',
  'example.com': 'reserved for documentation (RFC 2606)',
  'example.net': 'reserved for documentation (RFC 2606)',
  'example.org': 'reserved for documentation (RFC 2606)',
  'fritz.box': 'default of home routers',
  'googleusercontent.com': 'machines in Google Cloud',
  'linode.com': 'machines at Linode',
  'linodeusercontent.com': 'machines at Linode',
  'oraclevcn.com': 'machines in Oracle Cloud',
  'ovh.net': 'machines at OVH',
  'reddog.microsoft.com': 'machines in Microsoft Azure without a domain of their own',
  'scaleway.com': 'machines at Scaleway',
  'scw.cloud': 'machines at Scaleway',
  't-ipconnect.de': 'customers of an internet provider',
  'ts.net': 'private networks of Tailscale, named at random or after a person',
  'verizon.net': 'customers of an internet provider',
  'vodafone-ip.de': 'customers of an internet provider',
  'vultrusercontent.com': 'machines at Vultr',
  'your-cloud.host': 'machines at Hetzner',
  'your-server.de': 'machines at Hetzner',
};
