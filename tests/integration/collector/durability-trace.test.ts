import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver, someBatch } from './support/batches.ts';
import { runCollector } from './support/processes.ts';

const SYSCALLS = 'fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg';

it('a receipt is written to the socket only after the journal was written and synced, by the account of the kernel', async () => {
  const folder = temporaryFolder();
  const trace = path.join(folder, 'trace');
  const strace = ['strace', '-f', '-qq', '-yy', '-xx', '-s', '4096', '-e', `trace=${SYSCALLS}`, '-o', trace];
  const args = ['collector/cli.ts', '--data', path.join(folder, 'data'), '--port', '0', '--k', '1'];
  const collector = await runCollector(args, strace);
  // strace ignores the signals that it is sent itself, and one that dies leaves its program running.
  const traced = Number(readFileSync(`/proc/${collector.pid}/task/${collector.pid}/children`, 'utf8'));
  onTestFinished(() => killIfRunning(traced));
  const batches = [someBatch(), someBatch(), someBatch()];
  for (const batch of batches) expect(await deliver(collector.url, batch)).toBe('accepted');
  process.kill(traced, 'SIGTERM');
  await collector.ended;

  const calls = callsOf(readFileSync(trace, 'latin1'));
  for (const { envelope } of batches) {
    const id = envelope.batch;
    const written = find(
      calls,
      ({ text }) => isJournal(text) && text.includes(Buffer.from(id.replaceAll('-', ''), 'hex').toString('latin1')),
    );
    const receipt = find(calls, ({ text }) => text.includes('<TCP:') && text.includes(`"batch":"${id}"`));
    const synced = find(
      calls,
      ({ text, begun }) =>
        /^f(data)?sync\(/.test(text) && isJournal(text) && begun > written.ended && text.endsWith('= 0'),
    );
    expect(receipt.begun).toBeGreaterThan(synced.ended);
  }
});

interface Call {
  readonly text: string;
  /** Lines of the trace at which it was made and at which it was over. */
  readonly begun: number;
  readonly ended: number;
}

/** System calls of all threads; strace splits one that others come in between of. */
function callsOf(trace: string): Call[] {
  const begun = new Map<string, { line: number; text: string }>();
  const calls: Call[] = [];
  for (const [line, content] of trace.split('\n').entries()) {
    const [, thread = '', escaped = ''] = /^(\d+) +(.*)$/.exec(content) ?? [];
    const text = bytesOf(escaped);
    const rest = /^<\.\.\. \w+ resumed>(.*)$/s.exec(text)?.[1];
    const earlier = begun.get(thread);
    if (text.endsWith(' <unfinished ...>')) {
      begun.set(thread, { line, text: text.slice(0, -' <unfinished ...>'.length) });
    } else if (rest !== undefined && earlier) {
      calls.push({ text: earlier.text + rest, begun: earlier.line, ended: line });
    } else {
      calls.push({ text, begun: line, ended: line });
    }
  }
  return calls;
}

function find(calls: readonly Call[], isWanted: (call: Call) => boolean): Call {
  const call = calls.find(isWanted);
  if (!call) throw new Error(`there is no such call among ${calls.length}`);
  return call;
}

/** Whether a call is on a segment of the journal, by its first argument: `26</…/000000000001.journal>`. */
function isJournal(text: string): boolean {
  return /^\w+\(\d+<[^>]*\.journal>/.test(text);
}

/** The bytes, one a character, that strace writes as hexadecimal numbers with `-xx`. */
function bytesOf(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

function killIfRunning(pid: number): void {
  if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
}
