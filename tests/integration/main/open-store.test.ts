import { mkdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod/mini';
import { undecided } from '../../../app/consent/record.ts';
import { consentRecordSchema } from '../../../app/consent/record-schema.ts';
import { openStore } from '../../../main/store/open-store.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

const options = (directory: string) => ({
  directory,
  name: 'consent',
  format: 1,
  migrations: {},
  schema: consentRecordSchema,
  initial: () => undecided,
  now: () => 1_770_000_000_000,
});

const yes = {
  answer: 'yes',
  level: 'standard',
  at: '2026-03-09T12:00:00.000Z',
  releaseLine: '1.0',
  notice: 1,
  from: 'popup',
} as const;

describe('a store', () => {
  it('keeps what was set for the next run', () => {
    const folder = temporaryFolder();
    openStore(options(folder)).set({ decision: yes, history: [yes] });
    expect(openStore(options(folder)).get()).toEqual({ decision: yes, history: [yes] });
  });

  it.each([
    ['cut off', '{"format":1,"value":{"decision":{"answer":"yes"'],
    ['empty', ''],
    ['not an object', '"yes"'],
    [
      'a Yes without its level',
      JSON.stringify({ format: 1, value: { decision: { ...yes, level: undefined }, history: [] } }),
    ],
    [
      'a Yes with a field too many',
      JSON.stringify({ format: 1, value: { decision: { ...yes, by: 'x' }, history: [] } }),
    ],
    ['of a later format', JSON.stringify({ format: 2, value: { decision: yes, history: [yes] } })],
  ])('that is %s is set aside whole and read as undecided, never as Yes', (_name, content) => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'consent.json'), content);
    const store = openStore(options(folder));
    expect(store.get()).toEqual(undecided);
    expect(store.setAside).toBe(path.join(folder, 'consent.damaged-1770000000000.json'));
    expect(readFileSync(store.setAside ?? '', 'utf8')).toBe(content);
    store.set({ decision: yes, history: [yes] });
    expect(openStore(options(folder)).get().decision).toEqual(yes);
  });

  it('brings an older format up to date', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'size.json'), JSON.stringify({ format: 1, value: 7 }));
    const store = openStore({
      ...options(folder),
      name: 'size',
      format: 3,
      schema: z.object({ pixels: z.string() }),
      initial: () => ({ pixels: '0' }),
      migrations: {
        1: (value) => ({ pixels: value }),
        2: (value) => ({ pixels: String((value as { pixels: number }).pixels) }),
      },
    });
    expect(store.get()).toEqual({ pixels: '7' });
    expect(filesBelow(folder)).toEqual(['size.json']);
  });

  it('on a disk that cannot be written serves its values from memory and says so only when asked to keep one', () => {
    const folder = temporaryFolder();
    // A file where the folder should be refuses everybody, root included.
    writeFileSync(path.join(folder, 'profile'), '');
    const store = openStore(options(path.join(folder, 'profile')));
    expect(store.get()).toEqual(undecided);
    expect(() => store.set({ decision: yes, history: [yes] })).toThrow();
    expect(store.get()).toEqual(undecided);
  });

  it('that cannot be read now is left as it is, and is there when it can be read again', () => {
    const folder = temporaryFolder();
    openStore(options(folder)).set({ decision: yes, history: [yes] });
    const file = path.join(folder, 'consent.json');
    const elsewhere = path.join(folder, 'elsewhere');
    renameSync(file, elsewhere);
    // A folder in its place cannot be read as a file by anybody, root included.
    mkdirSync(file);
    const store = openStore(options(folder));
    expect(store.get()).toEqual(undecided);
    expect(store.setAside).toBeUndefined();
    rmdirSync(file);
    renameSync(elsewhere, file);
    expect(openStore(options(folder)).get().decision).toEqual(yes);
  });
});
