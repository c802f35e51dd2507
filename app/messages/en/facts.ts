import type { FactId } from '../../finder/facts.ts';

/** Labels of the facts on This Device. */
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
} as const satisfies Record<`fact.${FactId}`, string>;
