import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  clockFinding,
  findBackups,
  findFolder,
  findJournal,
  findStore,
  findUnreadable,
  folderFinding,
  spaceFinding,
  versionFinding,
} from '../../../collector/doctor/findings.ts';
import { nodeFiles } from '../../../collector/journal/files.ts';
import { encodeRecord } from '../../../collector/journal/record.ts';
import { segmentFile } from '../../../collector/journal/segments.ts';
import { journaled, someBatch } from '../../integration/collector/support/batches.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const GIB = 1024 ** 3;
const NOW = Date.parse('2026-03-09T12:00:00Z');

describe('the doctor', () => {
  it.each([
    ['a folder that others can look into', folderFinding('/data', { mode: 0o40755, uid: 7 }, 7), 'bad'],
    ['a folder of another user', folderFinding('/data', { mode: 0o40700, uid: 0 }, 7), 'bad'],
    ['a folder of its owner alone', folderFinding('/data', { mode: 0o40700, uid: 7 }, 7), 'ok'],
    ['an earlier Node', versionFinding('22.1.0', '1.0.0'), 'bad'],
    ['this Node', versionFinding('24.0.0', '1.0.0'), 'ok'],
    ['a full disk', spaceFinding(GIB / 2, 100 * GIB), 'bad'],
    ['a disk with less room than the journal may need', spaceFinding(3 * GIB, 100 * GIB), 'look'],
    ['a disk with room', spaceFinding(50 * GIB, 100 * GIB), 'ok'],
    ['a clock that was set back', clockFinding(NOW + 3_600_000, NOW), 'bad'],
    ['a clock that jumped ahead', clockFinding(NOW - 500 * 86_400_000, NOW), 'look'],
    ['a clock', clockFinding(NOW - 1000, NOW), 'ok'],
  ] as const)('finds out about %s, and says what to do unless it is well', (_what, finding, is) => {
    expect(finding.is).toBe(is);
    expect(finding.todo === undefined).toBe(is === 'ok');
  });

  it('finds a folder that is missing, and one that is none', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'file'), '');
    expect(await findFolder(path.join(folder, 'none'))).toMatchObject({ is: 'bad' });
    expect(await findFolder(path.join(folder, 'file'))).toMatchObject({ is: 'bad' });
    expect(await findFolder(folder)).toMatchObject({ is: 'ok' });
  });

  it('reads the whole journal, counts what is damaged in its midst, and changes nothing', async () => {
    const folder = temporaryFolder();
    const [first, damaged, last] = [1, 2, 3].map(() => encodeRecord(journaled(someBatch()))) as [
      Buffer,
      Buffer,
      Buffer,
    ];
    damaged[100] = (damaged[100] ?? 0) ^ 1;
    writeFileSync(segmentFile(folder, 1), Buffer.concat([first, damaged, last]));
    const found = await findJournal(nodeFiles, folder);
    expect(found).toMatchObject({
      is: 'look',
      says: `2 batches in the journal, and ${damaged.length} bytes that are no record`,
    });
    expect(await nodeFiles.list(folder)).toHaveLength(1);
    writeFileSync(segmentFile(folder, 1), first);
    expect(await findJournal(nodeFiles, folder)).toMatchObject({ is: 'ok' });
    writeFileSync(`${segmentFile(folder, 1)}.0.damaged`, damaged);
    expect(await findJournal(nodeFiles, folder)).toMatchObject({ is: 'look' });
    expect(await findJournal(nodeFiles, path.join(folder, 'none'))).toMatchObject({ is: 'ok' });
  });

  it('finds batches that were set aside, and places of backups that cannot be written', async () => {
    const folder = temporaryFolder();
    expect(await findUnreadable(path.join(folder, 'unreadable'))).toMatchObject({ is: 'ok' });
    mkdirSync(path.join(folder, 'unreadable'));
    appendFileSync(path.join(folder, 'unreadable', 'one.batch'), 'x');
    expect(await findUnreadable(path.join(folder, 'unreadable'))).toMatchObject({ is: 'look' });
    expect(await findBackups(folder)).toMatchObject([{ is: 'look' }]);
    const places = path.join(folder, 'backups.json');
    writeFileSync(
      places,
      JSON.stringify([
        { folder, log: 'there' },
        { folder, log: 'not' },
      ]),
    );
    writeFileSync(path.join(folder, 'there'), '');
    expect(await findBackups(folder)).toMatchObject([{ is: 'ok' }, { is: 'bad' }]);
    writeFileSync(places, 'x');
    expect(await findBackups(folder)).toMatchObject([{ is: 'bad' }]);
  });

  it('asks a collector that runs, and opens the store itself when none does', async () => {
    const store = temporaryFolder();
    const fails = () => Promise.reject(new Error('it does not'));
    const says = async () => '3 rows';
    expect(await findStore(store, says, fails)).toMatchObject({ is: 'ok' });
    expect(await findStore(store, async () => undefined, says)).toMatchObject({ is: 'ok' });
    expect(await findStore(store, fails, says)).toMatchObject({ is: 'bad' });
    expect(await findStore(store, async () => undefined, fails)).toMatchObject({ is: 'bad' });
    expect(await findStore(path.join(store, 'none'), async () => undefined, says)).toMatchObject({ is: 'look' });
  });
});
