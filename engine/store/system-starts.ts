import { open, readFile } from 'node:fs/promises';
import { swallowed } from 'candor-client/core';
import { readJournal, startsInJournal } from './journal-starts.ts';
import type { GapRow } from './schema.ts';
import type { SystemStart } from './system-start.ts';

/** The record of logins, which also has starts and shutdowns; of it the last so many bytes are read, some ten thousand records. */
const WTMP = '/var/log/wtmp';
const MAX_WTMP_BYTES = 4 * 1024 * 1024;
const STAT = '/proc/stat';

/** Types of records, from utmp(5). */
const RUN_LEVEL = 1;
const BOOT = 2;
const MAX_TYPE = 9;

/** A record of glibc: 32-bit times on x86 and 32-bit arm, 64-bit ones on arm64 and others. */
interface Layout {
  readonly length: number;
  readonly seconds: (record: DataView) => number;
}
const layouts: readonly Layout[] = [
  { length: 384, seconds: (record) => record.getInt32(340, true) },
  { length: 400, seconds: (record) => Number(record.getBigInt64(344, true)) },
];

/** 2000 to 2100, in seconds: what lies outside is a clock that was not set yet, or no record at all. */
const FIRST_SECOND = 946_684_800;
const LAST_SECOND = 4_102_444_800;

/**
 * Starts of the system that its records know, oldest first: wtmp, or where that has none, as on systems that write it no more, the
 * journal. Records that are missing or damaged cost what they would have
 * told, and no more.
 */
export async function readSystemStarts(
  files: { readonly wtmp: string; readonly stat: string } = { wtmp: WTMP, stat: STAT },
  journal: () => Promise<string> = readJournal,
): Promise<readonly SystemStart[]> {
  const inWtmp = startsInWtmp(await readEnd(files.wtmp), files.wtmp);
  const recorded = inWtmp.length > 0 ? inWtmp : startsInJournal(await journal());
  const present = bootTime(await readText(files.stat));
  // btime drifts by seconds, and wtmp is written somewhat later: within two minutes they are the same start.
  if (present === null || recorded.some(({ bootedAt }) => Math.abs(bootedAt - present) < 120_000)) return recorded;
  return [...recorded, { bootedAt: present, endedAt: null, source: files.stat }].sort(
    (a, b) => a.bootedAt - b.bootedAt,
  );
}

/** When the system was down: from the end of one of its runs to the next start, where the end is known. */
export function timesDown(starts: readonly SystemStart[]): readonly GapRow[] {
  const sorted = starts.toSorted((a, b) => a.bootedAt - b.bootedAt);
  return sorted.flatMap(({ endedAt }, index) => {
    const next = sorted[index + 1];
    if (!next || endedAt === null || endedAt >= next.bootedAt) return [];
    return [{ begins: endedAt, ends: next.bootedAt, reason: 'down', source: next.source }];
  });
}

/** Starts and shutdowns among the records of wtmp(5). Exported for its tests. */
export function startsInWtmp(bytes: Uint8Array, source: string): readonly SystemStart[] {
  const records = recordsOf(bytes);
  const starts: SystemStart[] = [];
  for (const { type, user, seconds } of records) {
    if (type === BOOT) {
      starts.push({ bootedAt: seconds * 1000, endedAt: null, source });
    } else if (type === RUN_LEVEL && user === 'shutdown') {
      const last = starts.at(-1);
      if (last?.endedAt === null && seconds * 1000 >= last.bootedAt) {
        starts[starts.length - 1] = { ...last, endedAt: seconds * 1000 };
      }
    }
  }
  return starts.sort((a, b) => a.bootedAt - b.bootedAt);
}

interface WtmpRecord {
  readonly type: number;
  readonly user: string;
  readonly seconds: number;
}

/** Records in the layout that makes sense of most of them. */
function recordsOf(bytes: Uint8Array): readonly WtmpRecord[] {
  const read = layouts.map((layout) => inLayout(bytes, layout));
  return read.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function inLayout(bytes: Uint8Array, { length, seconds }: Layout): WtmpRecord[] {
  const records: WtmpRecord[] = [];
  // From the end, because the beginning may have been left out.
  for (let start = bytes.length - length; start >= 0; start -= length) {
    const record = new DataView(bytes.buffer, bytes.byteOffset + start, length);
    const type = record.getInt16(0, true);
    const at = seconds(record);
    if (type < 0 || type > MAX_TYPE || at < FIRST_SECOND || at > LAST_SECOND) continue;
    records.push({ type, user: textAt(bytes, start + 44, 32), seconds: at });
  }
  return records.reverse();
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return String.fromCharCode(...(end < 0 ? field : field.subarray(0, end)));
}

/** `btime` of /proc/stat in UTC milliseconds. */
function bootTime(stat: string): number | null {
  const seconds = Number(/^btime (\d+)$/m.exec(stat)?.[1]);
  return seconds >= FIRST_SECOND && seconds <= LAST_SECOND ? seconds * 1000 : null;
}

async function readEnd(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, MAX_WTMP_BYTES);
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, size - length);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    swallowed('store', 'read-wtmp', thrown);
    return new Uint8Array();
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    swallowed('store', 'read-boot-time', thrown);
    return '';
  }
}
