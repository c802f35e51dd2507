import { execFileSync } from 'node:child_process';
import fs, { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManagedPolicy, underPolicy } from '../../../client/main/policy/managed-policy.ts';
import { MAX_POLICY_BYTES } from '../../../client/main/policy/policy-document.ts';
import { readPolicyFile } from '../../../client/main/policy/policy-file.ts';
import { policySource } from '../../../client/main/policy/policy-source.ts';
import { type ReadFiles, runProcess } from '../../../client/main/policy/run-process.ts';
import { systemClock, systemTimers } from '../../../client/node/platform.ts';
import { FakeNetwork } from '../../support/fakes.ts';
import { accepting, commandsOf, programFixture, soon, used, yes } from '../../support/program-fixture.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { allowed, owner, place, put } from './support/policy-at.ts';

describe('a policy file', () => {
  it('that is missing limits nothing, and neither does a missing folder', () => {
    const at = place();
    expect(readPolicyFile(fs, at)).toEqual({ status: 'none' });
    mkdirSync(path.dirname(at.file));
    expect(readPolicyFile(fs, at)).toEqual({ status: 'none' });
  });

  it.each([
    ['a byte order mark', `${String.fromCharCode(0xfeff)}{"participation":"standard"}`, 'standard'],
    ['UTF-16 and a mark', Buffer.from('\uFEFF{"participation":"standard"}\r\n', 'utf16le'), 'standard'],
    ['UTF-16 BE and a mark', Buffer.from('\uFEFF{"participation":"standard"}', 'utf16le').swap16(), 'standard'],
    ['line breaks of Windows', '{\r\n"participation": "standard"\r\n}\r\n', 'standard'],
    ['just the largest size', `{"participation":"standard"}`.padEnd(MAX_POLICY_BYTES), 'standard'],
    ['one byte more', `{"participation":"standard"}`.padEnd(MAX_POLICY_BYTES + 1), 'off'],
    ['nothing in it', '', 'off'],
    ['half of it', '{"participation":"stan', 'off'],
    ['comments', '// ours\n{"participation":"standard"}', 'off'],
    ['zeros, as after a power cut', new Uint8Array(200), 'off'],
    ['bytes that are no text', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 'off'],
    ['no policy', '[]', 'off'],
  ])('with %s', (_name, content, expected) => {
    expect(allowed(place(content))).toBe(expected);
  });

  it('that is a link holds, and one into nothing is damaged', () => {
    const at = place('{"participation":"standard"}');
    renameSync(at.file, `${at.file}.real`);
    symlinkSync(`${at.file}.real`, at.file);
    expect(allowed(at)).toBe('standard');
    rmSync(`${at.file}.real`);
    expect(allowed(at)).toBe('off');
  });

  it('whose place a folder or a pipe has taken is damaged, and nothing waits for the pipe', () => {
    const folder = place();
    mkdirSync(folder.file, { recursive: true });
    expect(allowed(folder)).toBe('off');
    const pipe = place();
    mkdirSync(path.dirname(pipe.file));
    execFileSync('mkfifo', [pipe.file]);
    expect(allowed(pipe)).toBe('off');
  });

  it('that may not be read is damaged', () => {
    const refusing = {
      ...fs,
      openSync: () => {
        throw Object.assign(new Error('denied'), { code: 'EACCES' });
      },
    } as ReadFiles;
    const at = place('{"participation":"enhanced"}');
    expect(allowed(at, refusing)).toBe('off');
    expect(readPolicyFile(refusing, at)).toEqual({ status: 'damaged', problem: 'it may not be read' });
  });

  it('that goes away while it is opened was no policy', () => {
    const at = place('{"participation":"off"}');
    const racing = {
      ...fs,
      openSync: (...given: Parameters<typeof fs.openSync>) => {
        rmSync(at.file);
        return fs.openSync(...given);
      },
    } as ReadFiles;
    expect(readPolicyFile(racing, at)).toEqual({ status: 'none' });
  });

  it.each([
    ['as it should be', 0o755, 0o644, true],
    ['closed to others', 0o700, 0o600, true],
    ['writable by a group', 0o755, 0o664, false],
    ['writable by everybody', 0o755, 0o666, false],
    ['in a folder writable by everybody', 0o777, 0o644, false],
  ])('%s restricts; whether it may redirect depends on who can write it', (_name, folder, file, trusted) => {
    const at = place('{"participation":"off"}');
    chmodSync(path.dirname(at.file), folder);
    chmodSync(at.file, file);
    expect(readPolicyFile(fs, at)).toMatchObject({ status: 'read', trusted });
    expect(readPolicyFile(fs, { ...at, owner: owner + 1 })).toMatchObject({ status: 'read', trusted: false });
    expect(allowed(at)).toBe('off');
  });
});

describe('a program of the system', () => {
  it('is run without a shell, and its end is told', async () => {
    expect(await runProcess('/bin/echo', ['$HOME; a'])).toEqual({ exitCode: 0, output: '$HOME; a\n' });
    expect(await runProcess('/bin/sh', ['-c', 'echo no; exit 3'])).toEqual({ exitCode: 3, output: 'no\n' });
  });

  it('that does not exist, takes too long or says too much has no exit code', async () => {
    expect((await runProcess('/no/such/program', [])).exitCode).toBeUndefined();
    const started = performance.now();
    expect((await runProcess('/bin/sleep', ['30'])).exitCode).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(5000);
    expect((await runProcess('/usr/bin/head', ['-c', '200000', '/dev/zero'])).exitCode).toBeUndefined();
  });
});

describe('a policy that changes while the app runs', () => {
  const governed = (at: ReturnType<typeof place>, network: FakeNetwork) => {
    const policy = new ManagedPolicy({
      source: policySource(at, fs, () => Promise.reject(new Error('no process is needed'))),
      clock: systemClock,
      timers: systemTimers,
      watch: fs.watch,
    });
    const told: string[] = [];
    const folder = temporaryFolder();
    const fixture = programFixture(folder, underPolicy(policy, network.transport), {
      surroundings: () => ({ policy: policy.allowed, doNotTrack: false, installerChoice: undefined }),
      onChange: () => told.push(fixture.program.participation().reason),
    });
    onTestFinished(policy.follow(() => void fixture.program.refresh()));
    return { ...fixture, folder, told, policy };
  };

  it('to off ends the recording and the request under way within seconds; what was collected waits', async () => {
    const at = place();
    const network = new FakeNetwork(() => 'hang');
    const first = governed(at, network);
    first.program.decide(yes);
    first.program.record(used('go.search'));
    const program = first.restart();
    const { folder, time } = first;
    onTestFinished(first.policy.follow(() => void program.refresh()));
    await program.start();
    program.record(used('go.processes'));
    time.advance(60_000);
    await expect.poll(() => network.requests.length).toBe(1);

    put(at.file, '{"participation":"off"}');
    await expect.poll(() => network.aborted.length).toBe(1);
    expect(program.participation().reason).toBe('policy-off');
    expect(program.record(used('help.about'))).toBe(0);
    const waiting = filesBelow(folder).filter((file) => file.endsWith('.batch'));
    expect(waiting).toHaveLength(2);
    expect(filesBelow(folder).filter((file) => file.endsWith('.log'))).toEqual([]);
    expect(program.hasWork).toBe(false);
    time.advance(7_200_000);
    await program.close(soon());
    expect(network.requests).toHaveLength(1);
    expect(filesBelow(folder).filter((file) => file.endsWith('.batch'))).toEqual(waiting);
  });

  it('and back sends what waited; windows are told each time', async () => {
    const at = place();
    const network = accepting();
    const { program, told } = governed(at, network);
    program.decide(yes);
    program.record(used('go.search'));
    put(at.file, '{"participation":"off"}');
    await expect.poll(() => told.at(-1)).toBe('policy-off');
    rmSync(at.file);
    await expect.poll(() => told.at(-1)).toBe('accepted');
    program.record(used('help.about'));
    await program.close(soon());
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], ['help.about']]);
  });

  it('is seen however it is written: in place, half, replaced, with its folder', async () => {
    const at = place();
    const { policy, told, program } = governed(at, new FakeNetwork());
    program.decide({ ...yes, level: 'enhanced' });
    const changed = async (reason: string) => await expect.poll(() => told.at(-1)).toBe(reason);
    put(at.file, '{"participation":"standard"}');
    await changed('accepted-capped');
    writeFileSync(at.file, '{"participation":');
    await changed('policy-off');
    put(`${at.file}.tmp`, '{"participation":"standard"}');
    renameSync(`${at.file}.tmp`, at.file);
    await changed('accepted-capped');
    expect(policy.allowed).toBe('standard');
    rmSync(path.dirname(at.file), { recursive: true });
    await changed('accepted');
    put(at.file, '{"participation":"off"}');
    await changed('policy-off');
  });

  it('is seen by the next decision where nothing tells of changes', () => {
    const at = place();
    const policy = new ManagedPolicy({
      source: policySource(at, fs, () => Promise.reject(new Error('no process is needed'))),
      clock: systemClock,
      timers: systemTimers,
      watch: () => {
        throw new Error('ENOSPC');
      },
    });
    onTestFinished(policy.follow(() => {}));
    expect(policy.allowed).toBeUndefined();
    put(at.file, '{"participation":"off"}');
    expect(policy.allowed).toBe('off');
  });

  it('from one level to a lower one ends the session at the higher, brings it down, and begins one of another installation', async () => {
    const at = place();
    const { program, told } = governed(at, accepting());
    program.decide({ ...yes, level: 'enhanced' });
    program.record(used('go.search'));
    const { installation } = program;
    put(at.file, '{"participation":"standard"}');
    await expect.poll(() => told.at(-1)).toBe('accepted-capped');
    program.record(used('help.about'));
    expect(program.installation).not.toBe(installation);
    const levels = program.unsent
      .view()
      .batches.map(({ session, fields }) => [session, fields.find((field) => field.path === 'envelope.level')?.value]);
    expect(levels).toEqual([
      [1, 'standard'],
      [1, 'standard'],
    ]);
  });

  it('while the app quits begins nothing', async () => {
    const at = place('{"participation":"off"}');
    const { program, policy, folder } = governed(at, new FakeNetwork());
    program.decide(yes);
    await program.close(soon());
    rmSync(at.file);
    await policy.reread();
    await program.refresh();
    expect(existsSync(path.join(folder, 'program'))).toBe(false);
  });

  it('keeps a session that was killed before no longer than others: it is sealed, and not sent', async () => {
    const folder = temporaryFolder();
    const network = new FakeNetwork();
    const { program, restart } = programFixture(folder, network.transport);
    program.decide(yes);
    program.record(used('go.search'));
    const next = restart({ surroundings: () => ({ policy: 'off', doNotTrack: false, installerChoice: undefined }) });
    await next.start();
    await next.close(soon());
    expect(filesBelow(folder).map((file) => path.extname(file))).toEqual(['.batch']);
    expect(network.requests).toEqual([]);
  });
});
