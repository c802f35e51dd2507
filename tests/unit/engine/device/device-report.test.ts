import { describe, expect, it } from 'vitest';
import { deviceReportSchema, type Fact } from '../../../../app/finder/device.ts';
import { type FactId, factCatalogue, factIds, missingReasons } from '../../../../app/finder/facts.ts';
import { factMessages } from '../../../../app/messages/en/facts.ts';
import { catalogues } from '../../../../app/messages/index.ts';
import { createDeviceReporter, deviceFacts } from '../../../../engine/device/device-report.ts';
import { createFormat, told } from '../../../../engine/device/fact-rules.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { gathered, laptop } from './readings.ts';

const format = createFormat('en-GB', 'UTC');

const plain = { restricted: false, container: false, virtual: false };

function facts(
  readings: Parameters<typeof gathered>[0],
  of: Partial<typeof plain> = {},
): Partial<Record<FactId, Fact>> {
  return Object.fromEntries(
    deviceFacts(gathered(readings), format, { ...plain, ...of }, 5000).map((fact) => [fact.id, fact]),
  );
}

const values = (readings: Parameters<typeof gathered>[0]) =>
  Object.fromEntries(Object.entries(facts(readings)).map(([id, { value }]) => [id, value]));

/** What the graphics source is asked for, the second one optional. */
const GRAPHICS = ['graphics', 'graphics-memory'];

describe('the facts about a device', () => {
  it('are written for people, with units', () => {
    expect(values(laptop)).toEqual({
      'host-name': 'annas-laptop',
      os: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.0-20-amd64',
      architecture: 'x86_64',
      account: 'anna',
      'booted-at': '31 Jan 2026, 08:05',
      'time-zone': 'Europe/Berlin',
      firmware: 'UEFI',
      manufacturer: 'LENOVO',
      model: '20XW',
      chassis: 'Notebook',
      'serial-number': 'PF12ABC',
      'system-uuid': '1-2-3',
      baseboard: 'LENOVO 20XWCTO1WW',
      'baseboard-serial': 'L1HF1',
      bios: 'LENOVO N32ET75W',
      'bios-date': '1 Apr 2022',
      processor: 'Intel Core i7-1165G7',
      'processor-cores': '4',
      'processor-threads': '8',
      'processor-speed': '4.7 GHz',
      'processor-cache': 'L1 320 KiB · L2 5 MiB · L3 12 MiB',
      battery: '82%',
      'memory-total': '15.5 GiB',
      'memory-available': '8.38 GiB',
      'memory-modules': '8 GiB · DDR4 · 3,200 MT/s\n8 GiB · DDR4',
      swap: '954 MiB',
      disks: 'Samsung SSD 980 · 932 GiB · NVMe',
      'disk-serials': 'S64D',
      volumes: '/ · 23.9 GiB of 233 GiB used · ext4\n/media/anna/USB · vfat',
      'network-interfaces': 'eth0 · 1 Gb/s\nwlan0',
      'ip-addresses': '192.0.2.2 · eth0\nfd00::2 · eth0\n198.51.100.7 · wlan0',
      'mac-addresses': '02:00:00:00:00:01 · eth0',
      'default-gateway': '192.0.2.1',
      'dns-servers': '192.0.2.1',
      graphics: 'Intel Iris Xe',
      displays: 'eDP-1 · 1920 × 1200 · 60 Hz',
    });
  });

  it('stand in the order of the catalogue, each with its group and its source', () => {
    const made = deviceFacts(gathered(laptop), format, plain, 5000);
    const order = made.map(({ id }) => factIds.indexOf(id));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    for (const { id, group, source } of made) {
      expect(group).toBe(factCatalogue[id].group);
      expect(source).toMatch(/^source of /);
    }
  });

  it('are never blank: a missing value says why, an optional fact is left out', () => {
    const nothing = deviceFacts(gathered({}), format, plain, 5000);
    const optional = factIds.filter((id) => 'optional' in factCatalogue[id]);
    expect(nothing).toHaveLength(factIds.length - optional.length);
    for (const fact of nothing) expect(fact).toMatchObject({ value: null, missing: 'no-answer' });
  });

  it('say that they are still being read, optional ones too, while their source has not answered', () => {
    const late = { ...gathered({}), graphics: { ...gathered({}).graphics, late: true } };
    const made = deviceFacts(late, format, { ...plain, restricted: true }, 5000);
    expect(made.filter(({ missing }) => missing === 'still-reading').map(({ id }) => id)).toEqual(GRAPHICS);
  });

  it('need permission where Linux tells the administrator only', () => {
    const guarded = Object.values(facts({ system: { ...laptop.system, serial: '-', uuid: '' } }, { restricted: true }))
      .filter(({ missing }) => missing === 'needs-permission')
      .map(({ id }) => id);
    expect(guarded).toEqual(['serial-number', 'system-uuid', 'baseboard-serial', 'memory-modules', 'disk-serials']);
    expect(facts(laptop, { restricted: true })['serial-number']).toMatchObject({ value: 'PF12ABC' });
    expect(facts(laptop, { restricted: true })['serial-number']).not.toHaveProperty('missing');
  });

  const bare = {
    machine: { ...laptop.machine, timeZone: '' },
    system: { manufacturer: 'Default string', model: '', serial: '', uuid: '', virtual: false },
    bios: { vendor: '', version: '', releaseDate: '' },
    cpu: { ...laptop.cpu, speed: 0, speedMax: 0 },
    disks: laptop.disks.map((disk) => ({ ...disk, serial: '' })),
    gateway: '',
    dns: [],
    displays: [],
  };

  it.each([
    [{}, 'hardware-silent', 'hardware-silent', 'none-found'],
    [{ virtual: true }, 'virtual-machine', 'virtual-machine', 'none-found'],
    [{ container: true, virtual: true }, 'container', 'container', 'container'],
    [{ restricted: true }, 'hardware-silent', 'needs-permission', 'none-found'],
  ] as const)('say why one is missing, each its own reason: %j', (surroundings, firmware, serial, display) => {
    const missing = Object.fromEntries(
      Object.entries(facts(bare, surroundings)).map(([id, fact]) => [id, fact.missing]),
    );
    expect(missing).toMatchObject({
      manufacturer: firmware,
      bios: firmware,
      'processor-speed': firmware,
      'serial-number': serial,
      'disk-serials': serial,
      displays: display,
      'default-gateway': 'none-found',
      'dns-servers': 'none-found',
      volumes: 'no-answer',
      'time-zone': 'not-available',
    });
    expect(missing['host-name']).toBeUndefined();
  });

  it('have a text for each reason', () => {
    for (const reason of missingReasons) {
      for (const catalogue of Object.values(catalogues))
        expect(catalogue[`device.missing.${reason}`]).toMatch(/\{facts\}/);
    }
  });

  it('are sensitive when they identify the machine or its user', () => {
    const sensitive = Object.values(facts(laptop))
      .filter((fact) => fact.sensitive)
      .map(({ id }) => id);
    expect(sensitive).toEqual([
      'host-name',
      'account',
      'serial-number',
      'system-uuid',
      'baseboard-serial',
      'disk-serials',
      // Mounted at a place that holds the user's name.
      'volumes',
      'ip-addresses',
      'mac-addresses',
      'default-gateway',
      'dns-servers',
    ]);
  });

  it('tell a virtual machine, and memory modules only when their kind is known', () => {
    const virtual = { system: { ...laptop.system, virtual: true, virtualHost: 'KVM' } };
    expect(facts(virtual)['virtual-machine']?.value).toBe('KVM');
    expect(facts({ modules: [{ size: 1, type: '', clockSpeed: 0 }] })['memory-modules']?.value).toBeNull();
  });

  it('have a label each', () => {
    for (const id of factIds) expect(factMessages[`fact.${id}`]).not.toBe('');
  });
});

describe('what a maker wrote', () => {
  it.each([
    '',
    ' ',
    '-',
    'Default string',
    'To Be Filled By O.E.M.',
    'Not Specified',
    '0000000',
    'System Serial Number',
  ])('"%s" is nothing', (text) => {
    expect(told(text)).toBe('');
  });

  it.each(['PF12ABC', 'Other World', 'System76', '10'])('"%s" counts', (text) => {
    expect(told(text)).toBe(text);
  });

  it('may be missing', () => {
    expect(told(undefined)).toBe('');
  });
});

describe('a device report', () => {
  it('fits its contract, whatever could be read', async () => {
    for (const readings of [laptop, {}]) {
      const gather = async () => gathered(readings);
      const report = await createDeviceReporter({ gather, format, clock: new FakeTime(), surroundings: plain })();
      expect(deviceReportSchema.safeParse(report).success).toBe(true);
    }
  });

  it('tells of each fact when its source told it, and of itself when anything did', async () => {
    const told = { ...gathered(laptop), os: { ...gathered(laptop).os, readAt: 4000 } };
    const gather = async () => ({ ...told, graphics: { ...gathered({}).graphics, readAt: null } });
    const clock = new FakeTime(9000);
    const { at, facts } = await createDeviceReporter({ gather, format, clock, surroundings: plain })();
    expect(at).toBe(4000);
    const moments = Object.fromEntries(facts.map((fact) => [fact.id, fact.at]));
    expect(moments).toMatchObject({ os: 4000, processor: 1000, graphics: 9000 });
  });

  it('is shared by those who ask while it is made', async () => {
    let gathers = 0;
    const gather = async () => {
      gathers += 1;
      return gathered(laptop);
    };
    const read = createDeviceReporter({ gather, format, clock: new FakeTime(), surroundings: plain });
    const [first, second] = await Promise.all([read(), read()]);
    expect(first).toBe(second);
    await read();
    expect(gathers).toBe(2);
  });
});
