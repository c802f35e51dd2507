import { chmodSync, linkSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isConsentRecord, undecided } from '../../../client/core/consent/record.ts';
import { type Disk, systemDisk } from '../../../client/main/files/disk.ts';
import { MAX_STORE_BYTES, openStore, Unreadable } from '../../../client/main/store/open-store.ts';
import { FaultyDisk } from '../../support/faulty-disk.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

const options = (directory: string, disk: Disk = systemDisk) => ({
  disk,
  directory,
  name: 'consent',
  format: 1,
  shape: isConsentRecord,
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

  it.each([0o000, 0o022, 0o077])(
    'is for its user alone under a umask of %o, also one that was open to others',
    (mask) => {
      const former = process.umask(mask);
      onTestFinished(() => void process.umask(former));
      const folder = temporaryFolder();
      const file = path.join(folder, 'consent.json');
      openStore(options(folder));
      expect(statSync(file).mode & 0o777).toBe(0o600);
      chmodSync(file, 0o666);
      openStore(options(folder)).set({ decision: yes, history: [yes] });
      expect(statSync(file).mode & 0o777).toBe(0o600);
    },
  );

  it('takes away what a write left behind that was cut off by a kill, and nothing else', () => {
    const folder = temporaryFolder();
    openStore(options(folder)).set({ decision: yes, history: [yes] });
    const others = ['consent.json.tmp-mine', 'identity.json.tmp-59164440420a1b2c', 'consent.json.bak'];
    for (const name of ['consent.json.tmp-5916444042034a1d', ...others]) writeFileSync(path.join(folder, name), '{');
    expect(openStore(options(folder)).get().decision).toEqual(yes);
    expect(filesBelow(folder)).toEqual(['consent.json', ...others].sort());
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

  describe.each(['EACCES', 'EBUSY', 'EIO', 'EPERM'])('that cannot be read (%s)', (code) => {
    /** A store whose file holds a Yes, opened while it cannot be read. */
    function opened(change: object = {}) {
      const folder = temporaryFolder();
      openStore(options(folder)).set({ decision: yes, history: [yes] });
      const faulty = new FaultyDisk();
      faulty.fails = (operation) => (operation === 'read' ? code : undefined);
      const store = openStore({ ...options(folder, faulty.disk), ...change });
      return { folder, faulty, store, before: readFileSync(path.join(folder, 'consent.json')) };
    }

    it('is left as it is, says so, and refuses to be set, also when it could be written', () => {
      const { folder, faulty, store, before } = opened();
      expect([store.get(), store.setAside, store.unreadable]).toEqual([undecided, undefined, true]);
      expect(() => store.set({ decision: null, history: [] })).toThrow(Unreadable);
      faulty.repair();
      expect(() => store.set({ decision: null, history: [] })).toThrow('could not be read');
      expect(store.get()).toEqual(undecided);
      expect(filesBelow(folder)).toEqual(['consent.json']);
      expect(readFileSync(path.join(folder, 'consent.json'))).toEqual(before);
      expect(openStore(options(folder)).get().decision).toEqual(yes);
    });

    it('remembers for the run what is set, where that is what it is for', () => {
      const { folder, faulty, store, before } = opened({ whenUnreadable: 'remember' });
      faulty.repair();
      store.set({ decision: null, history: [yes] });
      expect(store.get().history).toEqual([yes]);
      expect(readFileSync(path.join(folder, 'consent.json'))).toEqual(before);
    });
  });

  it('that is damaged and cannot be set aside is not written over either', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'consent.json'), '{"format":1,"val');
    const faulty = new FaultyDisk();
    faulty.fails = (operation) => (operation === 'rename' ? 'EBUSY' : undefined);
    const store = openStore(options(folder, faulty.disk));
    expect(store.unreadable).toBe(true);
    expect(() => store.set({ decision: yes, history: [yes] })).toThrow(Unreadable);
    expect(readFileSync(path.join(folder, 'consent.json'), 'utf8')).toBe('{"format":1,"val');
  });

  it.each([
    ['cut off', '{"format":1,"val'],
    ['of more than any store holds', ' '.repeat(MAX_STORE_BYTES + 1)],
  ])(
    'whose file was damaged since it was opened (%s) is set all the same, and the damaged file set aside',
    (_name, left) => {
      const folder = temporaryFolder();
      openStore(options(folder)).set({ decision: yes, history: [yes] });
      const store = openStore(options(folder));
      writeFileSync(path.join(folder, 'consent.json'), left);
      store.set({ decision: null, history: [yes] });
      expect(openStore(options(folder)).get()).toEqual({ decision: null, history: [yes] });
      expect(readFileSync(path.join(folder, 'consent.damaged-1770000000000.json'), 'utf8')).toBe(left);
    },
  );

  it('whose file cannot be read when it is set for the first time is not written over', () => {
    const folder = temporaryFolder();
    openStore(options(folder)).set({ decision: yes, history: [yes] });
    const faulty = new FaultyDisk();
    const store = openStore(options(folder, faulty.disk));
    faulty.fails = (operation) => (operation === 'read' ? 'EBUSY' : undefined);
    expect(() => store.set({ decision: null, history: [] })).toThrow(Unreadable);
    faulty.repair();
    store.set({ decision: null, history: [] });
    expect(openStore(options(folder)).get().decision).toBeNull();
  });

  it('is written whole when the app was started from within a snap, and not into another name of its file', () => {
    const folder = temporaryFolder();
    vi.stubEnv('SNAP', '/snap/code/1');
    openStore(options(folder)).set({ decision: yes, history: [yes] });
    const other = path.join(folder, 'other');
    linkSync(path.join(folder, 'consent.json'), other);
    const before = readFileSync(other, 'utf8');
    openStore(options(folder)).set({ decision: null, history: [yes] });
    expect(process.env['SNAP']).toBe('/snap/code/1');
    vi.unstubAllEnvs();
    expect(readFileSync(other, 'utf8')).toBe(before);
    expect(openStore(options(folder)).get().decision).toBeNull();
  });

  it('in a folder that may not be written says so before the library tries again and again', () => {
    const folder = temporaryFolder();
    const faulty = new FaultyDisk();
    const store = openStore(options(folder, faulty.disk));
    const before = readFileSync(path.join(folder, 'consent.json'));
    faulty.fails = (operation) => (operation === 'requireWritable' ? 'EACCES' : undefined);
    expect(() => store.set({ decision: yes, history: [yes] })).toThrow('EACCES');
    expect(readFileSync(path.join(folder, 'consent.json'))).toEqual(before);
  });

  it('that an editor has saved with a byte order mark is read as it is', () => {
    const folder = temporaryFolder();
    const content = JSON.stringify({ format: 1, value: { decision: yes, history: [yes] } });
    writeFileSync(path.join(folder, 'consent.json'), `\uFEFF${content}`);
    expect(openStore(options(folder)).get().decision).toEqual(yes);
  });
});
