import { describe, expect, it } from 'vitest';
import { firmwareSources } from '../../../../engine/device/linux-firmware.ts';
import { linuxProcessor } from '../../../../engine/device/linux-processor.ts';
import { fakeFiles } from '../fake-files.ts';

const dmi = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`/sys/class/dmi/id/${name}`, `${text}\n`]));

const virtualCpu = 'processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n';

describe('the firmware on Linux', () => {
  const laptop = fakeFiles(
    dmi({
      sys_vendor: 'LENOVO',
      product_name: '21CB000BGE',
      product_uuid: '0A1B2C',
      bios_vendor: 'LENOVO',
      bios_version: 'N3AET75W (1.40 )',
      bios_date: '10/23/2023',
      board_vendor: 'LENOVO',
      board_name: '21CB000BGE',
      chassis_type: '10',
    }),
  );

  it('is read from its tables, of which a person may not see the serial numbers', () => {
    laptop.texts.set('/sys/class/dmi/id/product_serial', 'PF4');
    laptop.refused.set('/sys/class/dmi/id/product_serial', 'EACCES');
    const sources = firmwareSources(laptop);
    expect(sources.system.read()).toEqual({
      manufacturer: 'LENOVO',
      model: '21CB000BGE',
      serial: '',
      uuid: '0a1b2c',
      virtual: false,
    });
    expect(sources.bios.read()).toEqual({
      vendor: 'LENOVO',
      version: 'N3AET75W (1.40 )',
      releaseDate: '2023-10-23',
    });
    expect(sources.baseboard.read()).toEqual({ manufacturer: 'LENOVO', model: '21CB000BGE', serial: '' });
    expect(sources.chassis.read()).toEqual({ type: 'Notebook' });
  });

  it.each([
    ['innotek GmbH', 'VirtualBox', 'VirtualBox'],
    ['VMware, Inc.', 'VMware7,1', 'VMware'],
    ['Microsoft Corporation', 'Virtual Machine', 'Hyper-V'],
    ['QEMU', 'Standard PC (Q35 + ICH9, 2009)', 'QEMU'],
    ['Red Hat', 'KVM', 'KVM'],
    ['Xen', 'HVM domU', 'Xen'],
    ['Parallels International GmbH.', 'Parallels ARM Virtual Machine', 'Parallels'],
  ])('tells a virtual machine by its maker: %s %s', (sys_vendor, product_name, virtualHost) => {
    const { system } = firmwareSources(fakeFiles(dmi({ sys_vendor, product_name })));
    expect(system.read()).toMatchObject({ virtual: true, virtualHost });
  });

  it('tells a virtual machine without tables by its clock, and one that says nothing as such', () => {
    const clocks = '/sys/devices/system/clocksource/clocksource0/available_clocksource';
    const of = (texts: Readonly<Record<string, string>>) => firmwareSources(fakeFiles(texts)).system.read();
    expect(of({ '/proc/cpuinfo': virtualCpu, [clocks]: 'kvm-clock tsc acpi_pm\n' })).toMatchObject({
      virtual: true,
      virtualHost: 'KVM',
    });
    expect(of({ '/proc/cpuinfo': virtualCpu })).toMatchObject({ virtual: true, virtualHost: '' });
    expect(of({ '/proc/cpuinfo': 'flags : fpu\n', [clocks]: 'kvm-clock\n' })).toMatchObject({ virtual: false });
    // A computer made by Microsoft is none.
    expect(of(dmi({ sys_vendor: 'Microsoft Corporation', product_name: 'Surface Pro' }))).toMatchObject({
      virtual: false,
    });
  });

  it('of a board without tables is its name in the device tree', () => {
    const pi = fakeFiles({
      '/proc/device-tree/model': 'Raspberry Pi 4 Model B Rev 1.4\0',
      '/proc/device-tree/serial-number': '10000000abcdef01\0',
    });
    const { system, chassis, bios } = firmwareSources(pi);
    expect(system.read()).toMatchObject({
      manufacturer: '',
      model: 'Raspberry Pi 4 Model B Rev 1.4',
      serial: '10000000abcdef01',
    });
    expect(chassis.read()).toEqual({ type: '' });
    expect(bios.read()).toEqual({ vendor: '', version: '', releaseDate: '' });
  });

  it.each([
    ['0', ''],
    ['36', 'Stick PC'],
    ['37', ''],
    ['x', ''],
  ])('has a chassis of type %s that is called %j', (chassis_type, type) => {
    expect(firmwareSources(fakeFiles(dmi({ chassis_type }))).chassis.read()).toEqual({ type });
  });
});

describe('the processor on Linux', () => {
  const thread = (processor: number, core: number, model: string) =>
    [
      `processor\t: ${processor}`,
      'vendor_id\t: GenuineIntel',
      `model name\t: ${model}`,
      `cpu MHz\t\t: ${2100 + processor}.5`,
      'physical id\t: 0',
      `core id\t\t: ${core}`,
      '',
    ].join('\n');
  const cache = (cpu: number, index: number, [level, type, size, shared]: readonly string[]) => {
    const at = `/sys/devices/system/cpu/cpu${cpu}/cache/index${index}`;
    return { [`${at}/level`]: level, [`${at}/type`]: type, [`${at}/size`]: size, [`${at}/shared_cpu_list`]: shared };
  };

  it('is told with its cores, its clock and all its caches', () => {
    const model = '12th Gen Intel(R) Core(TM) i7-1260P';
    const files = fakeFiles({
      '/proc/cpuinfo': [0, 1, 2].map((index) => thread(index, index >> 1, model)).join('\n'),
      '/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq': '4700000\n',
      ...cache(0, 0, ['1', 'Data', '48K', '0-1']),
      ...cache(1, 0, ['1', 'Data', '48K', '0-1']),
      ...cache(2, 0, ['1', 'Data', '32K', '2']),
      ...cache(0, 1, ['1', 'Instruction', '32K', '0-1']),
      ...cache(0, 3, ['3', 'Unified', '18M', '0-2']),
      ...cache(2, 3, ['3', 'Unified', '18M', '0-2']),
    } as Record<string, string>);
    expect(linuxProcessor(files)).toEqual({
      manufacturer: '',
      brand: '12th Gen Intel Core i7-1260P',
      speed: 2.1025,
      speedMax: 4.7,
      cores: 3,
      physicalCores: 2,
      cache: { l1d: 81_920, l1i: 32_768, l2: 0, l3: 18_874_368 },
    });
  });

  it.each([
    ['Intel(R) Core(TM) i5-6300U CPU @ 2.40GHz', 'Core i5-6300U'],
    ['Intel(R) Xeon(R) Platinum 8488C', 'Xeon Platinum 8488C'],
  ])('is called plainly: %s', (model, brand) => {
    expect(linuxProcessor(fakeFiles({ '/proc/cpuinfo': thread(0, 0, model) }))).toMatchObject({
      manufacturer: 'Intel',
      brand,
    });
  });

  it('is left to others where nothing names it', () => {
    expect(linuxProcessor(fakeFiles({ '/proc/cpuinfo': 'processor\t: 0\nCPU part\t: 0xd0b\n' }))).toBeUndefined();
    expect(linuxProcessor(fakeFiles())).toBeUndefined();
  });
});
