/**
 * Domains that name no organisation. A network activation its search domain to whoever joins it, so most of what a computer
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
