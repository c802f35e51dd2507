import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CrashDumps, MAX_DUMP_BYTES, MAX_DUMPS } from '../../../../../client/main/errors/crash-dumps.ts';
import { type Disk, systemDisk } from '../../../../../client/main/files/disk.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { aDump } from './a-dump.ts';

const yes = { allowed: true, collecting: true };
const no = { allowed: false, collecting: false };

function setUp(folder = path.join(temporaryFolder(), 'crashes'), disk: Disk = systemDisk, resting = false) {
  const reported: string[] = [];
  const started: string[][] = [];
  const dumps = new CrashDumps(
    {
      disk,
      folder,
      start: (at) => started.push(readdirSync(at)),
      report: (process) => reported.push(process),
    },
    resting,
  );
  return { dumps, folder, reported, started };
}

/** What Crashpad leaves of a crash. */
function leave(folder: string, name: string, dump: Buffer, within = 'pending'): void {
  mkdirSync(path.join(folder, within), { recursive: true });
  writeFileSync(path.join(folder, within, `${name}.dmp`), dump);
  writeFileSync(path.join(folder, within, `${name}.meta`), '');
  writeFileSync(path.join(folder, 'client_id'), 'an id');
}

/** Makes a dump a minute old. */
function age(folder: string, name: string): void {
  const before = new Date(Date.now() - 60_000);
  utimesSync(path.join(folder, 'pending', `${name}.dmp`), before, before);
}

describe('crash dumps', () => {
  it('of the run before are counted once, by process, and deleted before the reporter starts', () => {
    const { dumps, folder, reported, started } = setUp();
    leave(folder, 'a', aDump({ ptype: 'browser' }));
    leave(folder, 'b', aDump({ ptype: 'renderer' }), 'completed');
    leave(folder, 'c', Buffer.from('no dump'), 'reports');
    dumps.follow(yes);
    dumps.follow(yes);
    expect(reported.sort()).toEqual(['helper', 'main', 'renderer']);
    expect(started).toEqual([[]]);
  });

  it('wait until a session is there that can take them', () => {
    const { dumps, folder, reported } = setUp();
    leave(folder, 'a', aDump({ ptype: 'browser' }));
    dumps.follow({ allowed: true, collecting: false });
    expect(reported).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    dumps.follow(yes);
    expect(reported).toEqual(['main']);
  });

  it('that are made without a window are not counted, in this run or the next; those before are', () => {
    const first = setUp();
    first.dumps.follow(yes);
    leave(first.folder, 'in-session', aDump({ ptype: 'renderer' }));
    age(first.folder, 'in-session');
    first.dumps.rest();
    leave(first.folder, 'background', aDump({ ptype: 'utility', 'service-name': 'node.mojom.NodeService' }));
    const next = setUp(first.folder);
    next.dumps.follow(yes);
    expect(next.reported).toEqual(['renderer']);
  });

  it('that were made without a window are deleted when the next one opens', () => {
    const first = setUp();
    first.dumps.follow(yes);
    first.dumps.rest();
    leave(first.folder, 'background', aDump({ ptype: 'gpu-process' }));
    first.dumps.wake();
    first.dumps.follow(yes);
    leave(first.folder, 'in-session', aDump({ ptype: 'renderer' }));
    const next = setUp(first.folder);
    next.dumps.follow(yes);
    expect(next.reported).toEqual(['renderer']);
  });

  it('are not watched for while an app that has started without a window has none', () => {
    const { folder, started, dumps } = setUp(undefined, systemDisk, true);
    dumps.follow({ allowed: true, collecting: false });
    expect({ started, exists: existsSync(folder) }).toEqual({ started: [], exists: false });
    dumps.wake();
    dumps.follow({ allowed: true, collecting: false });
    expect(started).toEqual([[]]);
  });

  it('are deleted uncounted when nothing may be collected, and no reporter is started', () => {
    const { dumps, folder, reported, started } = setUp();
    leave(folder, 'a', aDump({ ptype: 'browser' }));
    dumps.follow(no);
    expect(existsSync(folder)).toBe(false);
    expect({ reported, started }).toEqual({ reported: [], started: [] });
  });

  it('go with a No, and so does where the next one would be written; another Yes starts no second reporter', () => {
    const { dumps, folder, reported, started } = setUp();
    dumps.follow({ allowed: true, collecting: false });
    leave(folder, 'a', aDump({ ptype: 'browser' }));
    dumps.follow(no);
    expect(existsSync(folder)).toBe(false);
    dumps.follow(yes);
    expect(existsSync(folder)).toBe(false);
    expect(reported).toEqual([]);
    expect(started).toHaveLength(1);
  });

  it('found before a No are not counted after it', () => {
    const { dumps, folder, reported } = setUp();
    leave(folder, 'a', aDump({ ptype: 'browser' }));
    dumps.follow({ allowed: true, collecting: false });
    dumps.follow(no);
    dumps.follow(yes);
    expect(reported).toEqual([]);
  });

  it('are counted up to a number, and a huge one is not read', () => {
    const { dumps, folder, reported } = setUp();
    for (let number = 0; number < MAX_DUMPS + 5; number++) leave(folder, `${number}`, aDump({ ptype: 'gpu-process' }));
    dumps.follow(yes);
    expect(reported).toEqual(Array.from({ length: MAX_DUMPS }, () => 'gpu'));

    const huge = setUp();
    leave(huge.folder, 'a', Buffer.concat([aDump({ ptype: 'browser' }), Buffer.alloc(MAX_DUMP_BYTES)]));
    huge.dumps.follow(yes);
    expect(huge.reported).toEqual(['helper']);
  });

  it('never keep the app from starting, whatever the disk does', () => {
    const refuse = () => {
      throw new Error('EIO');
    };
    const { dumps, reported, started } = setUp(undefined, {
      ...systemDisk,
      names: refuse,
      removeFolder: refuse,
      makeFolder: refuse,
    });
    dumps.follow(yes);
    dumps.follow(no);
    expect({ reported, started }).toEqual({ reported: [], started: [] });
  });
});
