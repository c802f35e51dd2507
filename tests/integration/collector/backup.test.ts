import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { askCollector } from '../../../collector/backup/control.ts';
import { restore } from '../../../collector/backup/restore.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { addressOf, endServers, serverUrl } from './support/servers.ts';
import { askHeld, batchOf, erase, fetchUserData, someInstallation } from './support/user-data.ts';

endServers();

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the command line says of it. @throws when it ends with another code than 0. */
async function cli(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['collector/cli.ts', ...args], { cwd: root });
  return stdout;
}

/** The one file of erasures at a place. */
function logAt(place: string): string {
  const [log = ''] = readdirSync(place).filter((name) => name.startsWith('erasures-'));
  return path.join(place, log);
}

const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

async function backUp(dataDir: string, place: string): Promise<string> {
  const said = await askCollector(dataDir, { ask: 'backup', folder: place });
  if (said === undefined) throw new Error('no collector runs');
  return said;
}

describe('a backup', () => {
  it('of a collector that runs has all that was acknowledged, once, and nothing that was erased since', async () => {
    const [dataDir, place] = [temporaryFolder(), temporaryFolder()];
    const collector = await startTestCollector({ dataDir });
    const [kept, before, since, late] = Array.from({ length: 4 }, () => someInstallation());
    if (!kept || !before || !since || !late) throw new Error('there are four');
    const ofSince = batchOf(since);
    for (const one of [batchOf(kept), batchOf(before), ofSince]) await deliver(collector.url, one);
    await collector.settled();
    await erase(collector.url, before);
    await deliver(collector.url, batchOf(kept, { envelope: { session: 2 } }));
    await deliver(collector.url, batchOf(late));

    // Batches go on arriving meanwhile.
    const meanwhile = Array.from({ length: 40 }, () => someBatch());
    const [said] = await Promise.all([
      cli('backup', place, '--data', dataDir),
      Promise.all(meanwhile.map((batch) => deliver(collector.url, batch))),
    ]);
    const backup = /^backup: (.*)$/m.exec(said)?.[1] ?? '';
    expect(path.dirname(backup)).toBe(place);
    expect(statSync(backup).mode & 0o777).toBe(0o700);
    expect(readdirSync(place).filter((name) => name.endsWith('.partial'))).toEqual([]);

    expect(await erase(collector.url, since)).toMatchObject({ batches: 1 });
    expect(await erase(collector.url, late)).toMatchObject({ batches: 1 });
    expect(await erase(collector.url, late)).toMatchObject({ batches: 0 });
    expect(linesOf(logAt(place)).map((line) => line.slice(0, 64))).toEqual([since, late].map(fingerprint));
    await collector.close();

    const again = path.join(temporaryFolder(), 'data');
    expect(await cli('restore', backup, '--data', again)).toContain('erased since the backup: 2;');
    const restored = await startTestCollector({ dataDir: again });
    await restored.settled();
    expect((await fetchUserData(restored.url, kept))?.batches).toHaveLength(2);
    for (const gone of [before, since, late]) expect(await fetchUserData(restored.url, gone)).toBeUndefined();
    expect(await deliver(restored.url, ofSince)).toBe('erased');
    const { sessions } = await restored.overview();
    for (const batch of meanwhile) await deliver(restored.url, batch);
    await restored.settled();
    // What arrived meanwhile may be in it or not; now it is, once.
    expect(sessions).toBeGreaterThanOrEqual(2);
    expect((await restored.overview()).sessions).toBe(42);
    const asked = { headers: { authorization: `Bearer ${collector.token}` } };
    expect((await fetch(`${restored.url}/v1/overview`, asked)).status).toBe(200);

    // The backup is still there, and so is the duty to keep out of it what is erased.
    await erase(restored.url, kept);
    expect(linesOf(logAt(place)).some((line) => line.startsWith(fingerprint(kept)))).toBe(true);
  }, 180_000);

  it('has each erasure written beside it before it is answered: one that cannot be is not done yet', async () => {
    const [dataDir, place] = [temporaryFolder(), path.join(temporaryFolder(), 'mounted')];
    const collector = await startTestCollector({ dataDir });
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await collector.settled();
    await backUp(dataDir, place);
    renameSync(place, `${place}-away`);
    const answer = await askHeld(collector.url, 'DELETE', who);
    expect(answer.status).toBe(503);
    expect(collector.faults.join()).toContain('erasures cannot be written at the backups');
    // It is done here, whatever is the matter there; and a folder in the place of a disk that is away is left alone.
    expect(await collector.installation(who.installation)).toEqual([]);
    expect(existsSync(place)).toBe(false);

    renameSync(`${place}-away`, place);
    expect(await erase(collector.url, who)).toMatchObject({ status: 'erased' });
    expect(linesOf(logAt(place))).toHaveLength(1);
    expect(linesOf(path.join(dataDir, 'erased')).at(-1)).toContain('done');
  }, 120_000);

  it('that is given up holds no erasure back', async () => {
    const [dataDir, place] = [temporaryFolder(), temporaryFolder()];
    const collector = await startTestCollector({ dataDir });
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await backUp(dataDir, place);
    rmSync(place, { recursive: true });
    expect((await askHeld(collector.url, 'DELETE', who)).status).toBe(503);
    await askCollector(dataDir, { ask: 'forget', folder: place });
    expect(await erase(collector.url, who)).toMatchObject({ status: 'erased' });
    await expect(askCollector(dataDir, { ask: 'forget', folder: place })).rejects.toThrow('is not a place of backups');
  }, 120_000);

  it('is made without a collector as well, in a data folder of any length, and never within it', async () => {
    const dataDir = path.join(temporaryFolder(), 'long'.repeat(40));
    const place = temporaryFolder();
    const collector = await startTestCollector({ dataDir });
    await deliver(collector.url, someBatch());
    await backUp(dataDir, place);
    await expect(backUp(dataDir, path.join(dataDir, 'inside'))).rejects.toThrow('outside of the data folder');
    await collector.close();
    expect(await askCollector(dataDir, { ask: 'backup', folder: place })).toBeUndefined();
    expect(await cli('backup', place, '--data', dataDir)).toContain('backup: ');
    expect(readdirSync(place).filter((name) => name.startsWith('candor-'))).toHaveLength(2);
    expect(readdirSync(place).filter((name) => name.startsWith('erasures-'))).toHaveLength(1);
  }, 120_000);

  it('is not restored when it is not whole, has no log of erasures, or something is there already', async () => {
    const [dataDir, place] = [temporaryFolder(), temporaryFolder()];
    const collector = await startTestCollector({ dataDir });
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await collector.settled();
    const backup = await backUp(dataDir, place);
    await erase(collector.url, who);
    await collector.close();

    await expect(restore(backup, dataDir, true)).rejects.toThrow('is not empty');
    await expect(restore(place, temporaryFolder(), true)).rejects.toThrow('is no backup');
    const again = temporaryFolder();
    const log = logAt(place);
    renameSync(log, `${log}.away`);
    await expect(restore(backup, again, false)).rejects.toThrow('--force');
    expect(readdirSync(again)).toEqual([]);
    expect(await cli('restore', backup, '--data', again, '--force')).toContain('without the log of erasures');
    const restored = await startTestCollector({ dataDir: again });
    expect((await fetchUserData(restored.url, who))?.batches).toHaveLength(1);

    renameSync(`${log}.away`, log);
    const [damaged = ''] = filesBelow(path.join(backup, 'store')).filter((name) => name.endsWith('data.bin'));
    appendFileSync(path.join(backup, 'store', damaged), 'x');
    await expect(restore(backup, temporaryFolder(), true)).rejects.toThrow('missing or damaged');
  }, 120_000);

  it('that was not restored as a whole is not started on', async () => {
    const dataDir = temporaryFolder();
    appendFileSync(path.join(dataDir, 'restoring'), '');
    await expect(startTestCollector({ dataDir })).rejects.toThrow('was not restored as a whole');
  });
});

describe('the doctor', () => {
  it('says in a line each how a data folder is, while a collector runs and when none does', async () => {
    const dataDir = temporaryFolder();
    const collector = await startTestCollector({ dataDir });
    await deliver(collector.url, someBatch());
    await collector.settled();
    const lines = (await cli('doctor', '--data', dataDir)).trim().split('\n');
    expect(lines.map((line) => line.split(/ +/)[1])).toEqual([
      'versions',
      'folder',
      'disk',
      'clock',
      'journal',
      'unreadable',
      'store',
      'backups',
    ]);
    expect(lines.join()).toContain('a collector runs, and its store answers: 1 rows in 1 parts');
    await collector.close();
    expect(await cli('doctor', '--data', dataDir)).toContain('no collector runs; the store answers: 1 rows');
    chmodSync(dataDir, 0o755);
    await expect(cli('doctor', '--data', dataDir)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('chmod 700'),
    });
  }, 120_000);
});

describe('the tables in a ClickHouse', () => {
  it('are in no backup of ours, which is said, and the doctor asks the server', async () => {
    const [dataDir, url] = [temporaryFolder(), await serverUrl('store')];
    const on = ['--data', dataDir, '--clickhouse', url];
    const collector = await startTestCollector({ dataDir, clickhouse: { address: addressOf(url) } });
    await deliver(collector.url, someBatch());
    await collector.settled();
    await expect(askCollector(dataDir, { ask: 'backup', folder: temporaryFolder() })).rejects.toThrow(
      'the tables are in a ClickHouse: back them up there',
    );
    await expect(cli('backup', temporaryFolder(), ...on)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('candor-collector export'),
    });
    const said = await cli('doctor', ...on);
    expect(said).toMatch(new RegExp(`^ok +store +ClickHouse at ${url} answers: 1 rows`, 'm'));
    expect(said).toContain('no backup of ours has them');
    await collector.close();
    await expect(cli('backup', temporaryFolder(), '--data', dataDir)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('are its tables in a --clickhouse?'),
    });
    expect(existsSync(path.join(dataDir, 'store'))).toBe(false);
    const away = ['--data', dataDir, '--clickhouse', 'http://somebody:hidden@127.0.0.1:9'];
    const bad = await cli('doctor', ...away).catch((error: { code: number; stdout: string }) => error);
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining('http://127.0.0.1:9 cannot be used') });
    expect(JSON.stringify(bad)).not.toMatch(/bad .*hidden/);
  }, 120_000);
});
