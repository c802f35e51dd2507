import { type SystemFiles, textOrNothing } from '../sampler/linux/system-files.ts';
import type { DeviceSource, DeviceSources } from './readings.ts';

type FirmwareName = 'system' | 'bios' | 'baseboard' | 'chassis';

const DMI = '/sys/class/dmi/id';

/**
 * What the firmware tells of the computer, from the kernel's copy of its tables. systeminformation tells the same, but with
 * some thirty programs that it starts and waits for, while the engine stands still. Serial numbers are the administrator's
 * alone, and empty for anybody else. A board without such tables, such as a Raspberry Pi, has its name in the device tree.
 */
export function firmwareSources(files: SystemFiles): Pick<DeviceSources, FirmwareName> {
  const dmi = (name: string) => textOrNothing(files, `${DMI}/${name}`);
  return {
    system: from(() => {
      const manufacturer = dmi('sys_vendor');
      const model = dmi('product_name') || deviceTreeModel(files);
      const host = virtualHost(files, manufacturer, model);
      return {
        manufacturer,
        model,
        serial: dmi('product_serial') || withoutEnd(textOrNothing(files, '/proc/device-tree/serial-number')),
        uuid: dmi('product_uuid').toLowerCase(),
        virtual: host !== undefined,
        ...(host !== undefined && { virtualHost: host }),
      };
    }),
    bios: from(() => ({
      vendor: dmi('bios_vendor'),
      version: dmi('bios_version'),
      releaseDate: isoDay(dmi('bios_date')),
    })),
    baseboard: from(() => ({
      manufacturer: dmi('board_vendor'),
      model: dmi('board_name'),
      serial: dmi('board_serial'),
    })),
    chassis: from(() => ({ type: chassisTypes[Number(dmi('chassis_type')) - 1] ?? '' })),
  };
}

function from<T>(read: () => T): DeviceSource<T> {
  return { label: DMI, read };
}

/** The kernel ends a text of the device tree with a zero. */
const withoutEnd = (text: string) => text.replaceAll('\0', '').trim();

const deviceTreeModel = (files: SystemFiles) => withoutEnd(textOrNothing(files, '/proc/device-tree/model'));

/** `MM/DD/YYYY`, as SMBIOS writes it, as an ISO date; anything else as it is. */
function isoDay(text: string): string {
  return text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$1-$2');
}

/** Makers and models of virtual machines, by what their firmware calls itself. */
const virtualMakers: readonly (readonly [RegExp, string])[] = [
  [/virtualbox|innotek/i, 'VirtualBox'],
  [/vmware/i, 'VMware'],
  [/parallels/i, 'Parallels'],
  [/xen/i, 'Xen'],
  [/microsoft corporation virtual machine/i, 'Hyper-V'],
  [/bochs/i, 'Bochs'],
  [/\bkvm\b/i, 'KVM'],
  [/qemu/i, 'QEMU'],
];

/** Clocks that the kernel has of the machine around it. */
const virtualClocks: readonly (readonly [RegExp, string])[] = [
  [/kvm-clock/, 'KVM'],
  [/\bxen\b/, 'Xen'],
  [/hyperv_clocksource/, 'Hyper-V'],
];

/** Whether the processor says that it is one of a virtual machine. */
export function saysHypervisor(files: SystemFiles): boolean {
  return /^flags\s*:.* hypervisor(?: |$)/m.test(textOrNothing(files, '/proc/cpuinfo'));
}

/** What this computer runs in; empty when it does not tell, `undefined` when it is no virtual machine. */
function virtualHost(files: SystemFiles, manufacturer: string, model: string): string | undefined {
  const named = match(virtualMakers, `${manufacturer} ${model}`);
  if (named !== undefined) return named;
  if (!saysHypervisor(files)) return undefined;
  return match(virtualClocks, textOrNothing(files, CLOCKS)) ?? '';
}

const CLOCKS = '/sys/devices/system/clocksource/clocksource0/available_clocksource';

function match(patterns: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return patterns.find(([pattern]) => pattern.test(text))?.[1];
}

/** Types of enclosures from 1 on: SMBIOS reference specification (DMTF DSP0134), 7.4.1. */
const chassisTypes = [
  'Other',
  'Unknown',
  'Desktop',
  'Low Profile Desktop',
  'Pizza Box',
  'Mini Tower',
  'Tower',
  'Portable',
  'Laptop',
  'Notebook',
  'Hand Held',
  'Docking Station',
  'All in One',
  'Sub Notebook',
  'Space-Saving',
  'Lunch Box',
  'Main System Chassis',
  'Expansion Chassis',
  'SubChassis',
  'Bus Expansion Chassis',
  'Peripheral Chassis',
  'Storage Chassis',
  'Rack Mount Chassis',
  'Sealed-Case PC',
  'Multi-System Chassis',
  'Compact PCI',
  'Advanced TCA',
  'Blade',
  'Blade Enclosure',
  'Tablet',
  'Convertible',
  'Detachable',
  'IoT Gateway',
  'Embedded PC',
  'Mini PC',
  'Stick PC',
] as const;
