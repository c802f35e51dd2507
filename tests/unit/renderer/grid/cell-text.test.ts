import { describe, expect, it } from 'vitest';
import { cellMeasure, cellText, cutInMiddle } from '../../../../renderer/grid/cell-text.ts';
import { aRow, column, plain, redacted } from './rows.ts';

const of = (id: string, value: string | number | boolean | null, kind = column(id).kind) =>
  cellText({ ...column(id), kind }, aRow('x', { [id]: value }), plain);

describe('the text of a cell', () => {
  it('has the format of its kind', () => {
    expect(of('cpu', 12.34)).toBe('12.3%');
    expect(of('cpu', 4749.9)).toBe('4,750%');
    expect(of('memory', 4_194_304)).toBe('4.00\u00a0MiB');
    expect(of('memory', 1536, 'rate')).toBe('1.5\u00a0KiB/s');
    expect(of('memory', 61_000, 'duration')).toBe('1 min');
    expect(of('memory', 12345, 'integer')).toBe('12,345');
    expect(of('mine', true)).toBe('Yes');
    expect(of('mine', false)).toBe('No');
    expect(of('name', 'bash')).toBe('bash');
  });

  it('has no separators in a number that is a name', () => {
    expect(of('pid', 12345)).toBe('12345');
  });

  it('says so when the value is not known, and only then', () => {
    for (const id of ['path', 'cpu', 'started', 'mine']) expect(of(id, null)).toBe('none');
    expect(of('path', '')).toBe('none');
    expect(of('started', 0)).toBe('none');
    expect(of('cpu', 0)).toBe('0.0%');
  });

  it('can have a format of its own', () => {
    const format = () => ({ value: 'Sleeping', unit: '' });
    expect(cellText({ ...column('name'), kind: 'choice', format }, aRow('sleeping'), plain)).toBe('Sleeping');
  });
});

describe('the text of a cell while names are masked', () => {
  it('masks a name as a whole, and inside of other texts', () => {
    const row = aRow('x', { user: 'marta', name: 'ssh --host vm', path: '/home/marta/x' });
    expect(cellText(column('user'), row, redacted)).not.toContain('marta');
    expect(cellText(column('name'), row, redacted)).not.toContain('vm');
    expect(cellText(column('path'), row, redacted)).not.toContain('marta');
  });

  it('leaves a value that is not known as it is: there is nothing to mask', () => {
    expect(cellMeasure(column('user'), aRow('x', { user: '' }), redacted)).toBeNull();
  });
});

describe('a text that is cut in the middle', () => {
  it('keeps the name of the file whole', () => {
    expect(cutInMiddle('/usr/lib/firefox-esr/firefox-esr')).toEqual(['/usr/lib/firefox-esr', '/firefox-esr']);
    expect(cutInMiddle('C:\\Program Files\\Something\\tool.exe')).toEqual([
      'C:\\Program Files\\Something',
      '\\tool.exe',
    ]);
  });

  it('keeps the end of a command line', () => {
    const [head, tail] = cutInMiddle('python3 -m http.server 3000 --bind 127.0.0.1 --directory here');
    expect(tail).toBe('7.0.0.1 --directory here');
    expect(head + tail).toBe('python3 -m http.server 3000 --bind 127.0.0.1 --directory here');
  });

  it('is one part when it is short', () => {
    expect(cutInMiddle('/bin/sh')).toEqual(['/bin/sh', '']);
    expect(cutInMiddle('')).toEqual(['', '']);
  });

  it.each([`${'x'.repeat(30)}${'😀'.repeat(12)}y`, 'e\u0301'.repeat(40), `${'x'.repeat(30)}👩‍💻${'z'.repeat(21)}`])(
    'is never cut inside of a character: %s',
    (text) => {
      const [head, tail] = cutInMiddle(text);
      expect(head + tail).toBe(text);
      const whole = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
      const parts = [head, tail].flatMap((part) =>
        [...new Intl.Segmenter().segment(part)].map(({ segment }) => segment),
      );
      expect(parts).toEqual(whole);
    },
  );
});
