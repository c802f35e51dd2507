/** How a fact about the device is filed. */
interface FactKind {
  readonly group: 'system' | 'hardware' | 'memory' | 'storage' | 'network' | 'graphics';
  /** Identifies the machine or its user; masked by Redact. */
  readonly sensitive: boolean;
  /** Left out when the machine has no such thing, instead of being shown as missing. */
  readonly optional?: true;
}

/** Every fact that a device report can hold, in the order in which people read them. */
export const factCatalogue = {
  'host-name': { group: 'system', sensitive: true },
  os: { group: 'system', sensitive: false },
  'os-build': { group: 'system', sensitive: false, optional: true },
  kernel: { group: 'system', sensitive: false },
  architecture: { group: 'system', sensitive: false },
  account: { group: 'system', sensitive: true },
  'booted-at': { group: 'system', sensitive: false },
  'time-zone': { group: 'system', sensitive: false },
  firmware: { group: 'system', sensitive: false, optional: true },
  'virtual-machine': { group: 'system', sensitive: false, optional: true },

  manufacturer: { group: 'hardware', sensitive: false },
  model: { group: 'hardware', sensitive: false },
  chassis: { group: 'hardware', sensitive: false },
  'serial-number': { group: 'hardware', sensitive: true },
  'system-uuid': { group: 'hardware', sensitive: true },
  baseboard: { group: 'hardware', sensitive: false },
  'baseboard-serial': { group: 'hardware', sensitive: true },
  bios: { group: 'hardware', sensitive: false },
  'bios-date': { group: 'hardware', sensitive: false },
  processor: { group: 'hardware', sensitive: false },
  'processor-cores': { group: 'hardware', sensitive: false },
  'processor-threads': { group: 'hardware', sensitive: false },
  'processor-speed': { group: 'hardware', sensitive: false },
  'processor-cache': { group: 'hardware', sensitive: false },
  battery: { group: 'hardware', sensitive: false, optional: true },

  'memory-total': { group: 'memory', sensitive: false },
  'memory-available': { group: 'memory', sensitive: false },
  'memory-modules': { group: 'memory', sensitive: false },
  swap: { group: 'memory', sensitive: false, optional: true },

  disks: { group: 'storage', sensitive: false },
  'disk-serials': { group: 'storage', sensitive: true },
  volumes: { group: 'storage', sensitive: false },

  'network-interfaces': { group: 'network', sensitive: false },
  'ip-addresses': { group: 'network', sensitive: true },
  'mac-addresses': { group: 'network', sensitive: true },
  'default-gateway': { group: 'network', sensitive: true },
  'dns-servers': { group: 'network', sensitive: true },

  graphics: { group: 'graphics', sensitive: false },
  'graphics-memory': { group: 'graphics', sensitive: false, optional: true },
  displays: { group: 'graphics', sensitive: false },
} as const satisfies Record<string, FactKind>;

/** Why a fact has no value. `still-reading`: a later report may have one. */
export const missingReasons = [
  'still-reading',
  'needs-permission',
  /** Its source failed or did not answer in its time. */
  'no-answer',
  /** It was looked for, and there is none. */
  'none-found',
  /** What stands for it was left empty by its maker. */
  'hardware-silent',
  /** Virtual machines have none, or are not told. */
  'virtual-machine',
  /** It is the machine's, which a container does not see. */
  'container',
  'not-available',
] as const;
export type MissingReason = (typeof missingReasons)[number];

export type FactId = keyof typeof factCatalogue;

/** The ids of {@link factCatalogue} in its order. */
export const factIds = Object.keys(factCatalogue) as readonly FactId[];
