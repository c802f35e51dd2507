import type { FactId, MissingReason } from '../../finder/facts.ts';

/** Reasons that lists have as well; their texts stand with these. */
type SharedReason = 'needs-permission' | 'not-available' | 'still-reading';

/** Labels of the facts on This Device, and why one has no value. */
export const factMessages = {
  'fact.host-name': 'Host name',
  'fact.os': 'Operating system',
  'fact.os-build': 'Build',
  'fact.kernel': 'Kernel',
  'fact.architecture': 'Architecture',
  'fact.account': 'Account',
  'fact.booted-at': 'Started',
  'fact.time-zone': 'Time zone',
  'fact.firmware': 'Firmware',
  'fact.virtual-machine': 'Virtual machine on',

  'fact.manufacturer': 'Manufacturer',
  'fact.model': 'Model',
  'fact.chassis': 'Chassis',
  'fact.serial-number': 'Serial number',
  'fact.system-uuid': 'System UUID',
  'fact.baseboard': 'Baseboard',
  'fact.baseboard-serial': 'Baseboard serial number',
  'fact.bios': 'BIOS',
  'fact.bios-date': 'BIOS date',
  'fact.processor': 'Processor',
  'fact.processor-cores': 'Physical cores',
  'fact.processor-threads': 'Logical processors',
  'fact.processor-speed': 'Processor speed',
  'fact.processor-cache': 'Processor cache',
  'fact.battery': 'Battery',

  'fact.memory-total': 'Installed memory',
  'fact.memory-available': 'Available memory',
  'fact.memory-modules': 'Memory modules',
  'fact.swap': 'Swap',

  'fact.disks': 'Disks',
  'fact.disk-serials': 'Disk serial numbers',
  'fact.volumes': 'Volumes',

  'fact.network-interfaces': 'Network interfaces',
  'fact.ip-addresses': 'IP addresses',
  'fact.mac-addresses': 'MAC addresses',
  'fact.default-gateway': 'Default gateway',
  'fact.dns-servers': 'DNS servers',

  'fact.graphics': 'Graphics',
  'fact.graphics-memory': 'Graphics memory',
  'fact.displays': 'Displays',

  'value.no-answer': 'No answer from its source',
  'value.none-found': 'None found',
  'value.hardware-silent': 'Not told by the hardware',
  'value.virtual-machine': 'Not told to virtual machines',
  'value.container': 'Not visible in a container',
} as const satisfies Record<`fact.${FactId}` | `value.${Exclude<MissingReason, SharedReason>}`, string>;
