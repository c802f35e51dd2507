import { describe, expect, it } from 'vitest';
import type { DeviceReport } from '../../../../app/finder/device.ts';
import { reportText } from '../../../../renderer/device/report-text.ts';
import { aProcess } from '../object/processes.ts';

const device: DeviceReport = {
  at: Date.UTC(2026, 0, 31, 8),
  hostName: 'annas-laptop',
  os: 'Debian 12',
  bootedAt: 0,
  facts: [
    { id: 'host-name', group: 'system', value: 'annas-laptop', source: 'uname', at: 0, sensitive: true },
    { id: 'os', group: 'system', value: 'Debian 12', source: '/etc/os-release', at: 0, sensitive: false },
    { id: 'model', group: 'hardware', value: null, missing: 'not-available', source: 'dmi', at: 0, sensitive: false },
    {
      id: 'ip-addresses',
      group: 'network',
      value: '192.0.2.2 · eth0\nfd00::2 · eth0',
      source: 'ip',
      at: 0,
      sensitive: true,
    },
  ],
};
const process = aProcess({ name: '=cmd()', user: 'anna', commandLine: 'x --host annas-laptop /home/anna/y' });
const parts = (redact: boolean, processes = true) => ({
  product: 'Candor Finder',
  version: '1.0.0',
  at: Date.UTC(2026, 0, 31, 9),
  device,
  processes: processes ? [process] : null,
  context: { redact, names: ['annas-laptop', 'anna'], today: Date.UTC(2026, 0, 31, 12) },
});

describe('a report as text', () => {
  it('has every fact with its label, several values in line, and what is missing in one sentence', () => {
    const text = reportText('txt', parts(false));
    expect(text).toContain('Report on annas-laptop\nMade by Candor Finder 1.0.0 on ');
    expect(text).toContain('System\n------\nHost name: annas-laptop\nOperating system: Debian 12\n');
    expect(text).toContain('This computer does not tell: Model.');
    expect(text).toContain('IP addresses: 192.0.2.2 · eth0\n    fd00::2 · eth0');
    expect(text).toContain('Processes\n---------\nName\tPID\t');
  });

  it('is of the device alone when nobody wants the processes', () => {
    expect(reportText('txt', parts(false, false))).not.toContain('Processes');
  });
});

describe('a report as CSV', () => {
  const lines = reportText('csv', parts(false)).split('\r\n');

  it('is one table: every line has the columns of the head', () => {
    expect(lines[0]).toMatch(/^Kind,Group,Name,Value,Source,Name,PID,/);
    expect(lines[2]).toMatch(/^Fact,System,Operating system,Debian 12,\/etc\/os-release,,/);
    expect(lines.at(-2)).toMatch(/^Process,,,,,/);
  });

  it('has no cell that a spreadsheet would run', () => {
    expect(lines.at(-2)).toContain(",'=cmd(),");
  });
});

describe('a report as JSON', () => {
  it('has facts and processes as data', () => {
    const report = JSON.parse(reportText('json', parts(false))) as Record<string, unknown>;
    expect(report).toMatchObject({
      product: 'Candor Finder',
      made: '2026-01-31T09:00:00.000Z',
      redacted: false,
      facts: [
        { id: 'host-name', value: 'annas-laptop' },
        { id: 'os' },
        { id: 'model', value: null, missing: 'not-available' },
        {},
      ],
      processes: [{ name: '=cmd()', pid: 4242 }],
    });
  });
});

describe.each(['txt', 'csv', 'json'] as const)('a redacted report as %s', (format) => {
  it('names neither the computer, nor its people, nor its addresses', () => {
    expect(reportText(format, parts(true))).not.toMatch(/anna|192\.0\.2\.2|fd00/);
  });
});
