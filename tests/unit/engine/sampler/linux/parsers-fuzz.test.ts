import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeName } from '../../../../../app/text/names-in-bytes.ts';
import { parseEntry } from '../../../../../engine/sampler/linux/desktop-entries.ts';
import { splitArguments } from '../../../../../engine/sampler/linux/process-details.ts';
import { emptyStat, parseProcessStat } from '../../../../../engine/sampler/linux/process-stat.ts';
import { programName } from '../../../../../engine/sampler/linux/program-name.ts';
import { parseSocketTable, readEnds } from '../../../../../engine/sampler/linux/socket-table.ts';
import {
  parseDiskCounters,
  parseMemory,
  parseNetworkCounters,
  parsePressure,
  parseProcessorTicks,
} from '../../../../../engine/sampler/linux/system-counters.ts';
import { parseGroupMounts } from '../../../../../engine/sampler/linux/unit-counters.ts';
import { unitOfPath, unitPath } from '../../../../../engine/sampler/linux/unit-name.ts';

/** Bytes that look like files of /proc as well as any others. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        'cpu ',
        '1',
        '42 (a) S',
        ' ',
        '\n',
        '(',
        ')',
        ':',
        '0A',
        '0100007F:1F90',
        '-',
        'kB',
        '\0',
        'é',
        'MemTotal:',
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => new TextEncoder().encode(parts.join(''))),
);
const texts = bytes.map((raw) => new TextDecoder().decode(raw));

/** What it gives, or that it was refused as malformed: nothing else may be thrown. */
function orRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return undefined;
  }
}

describe('whatever stands in the files of the system', () => {
  it('a line of stat is a process with figures, or none', () => {
    fc.assert(
      fc.property(bytes, (raw) => {
        const stat = emptyStat();
        if (!parseProcessStat(raw, raw.length, stat)) return;
        const figures = [stat.pid, stat.parentPid, stat.cpuTicks, stat.threads, stat.startTicks, stat.residentPages];
        expect(figures.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('a table of sockets is sockets with ends, or refused', () => {
    fc.assert(
      fc.property(bytes, (raw) => {
        for (const { ends, inode, userId } of orRefused(() => parseSocketTable(raw, 100)) ?? []) {
          expect(readEnds(ends)).toHaveLength(2);
          expect(Number.isFinite(inode) && Number.isFinite(userId)).toBe(true);
        }
      }),
    );
  });

  it('figures are within their bounds, or refused', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const memory = orRefused(() => parseMemory(text));
        if (memory) expect(memory.available >= 0 && memory.available <= memory.total).toBe(true);
        const ticks = orRefused(() => parseProcessorTicks(text));
        if (ticks) expect(ticks.busy >= 0 && ticks.busy <= ticks.total).toBe(true);
        const pressure = orRefused(() => parsePressure(text));
        if (pressure !== undefined) expect(pressure >= 0 && pressure <= 100).toBe(true);
        for (const [inward, outward] of [
          ...parseNetworkCounters(text).values(),
          ...parseDiskCounters(text, new Set(['1', 'cpu'])).values(),
        ]) {
          expect(inward >= 0 && outward >= 0).toBe(true);
        }
      }),
    );
  });

  it('names, groups and entries are texts', () => {
    fc.assert(
      fc.property(bytes, texts, (raw, text) => {
        expect(typeof decodeName(raw)).toBe('string');
        expect(typeof programName(raw, [raw, raw], raw)).toBe('string');
        expect(Array.isArray(splitArguments(text))).toBe(true);
        const unit = unitOfPath(unitPath(text));
        if (unit) expect(unit.key.startsWith('/')).toBe(true);
        expect(parseGroupMounts(text).controllers).toBeInstanceOf(Map);
        expect(typeof (parseEntry(text)?.title ?? '')).toBe('string');
      }),
    );
  });
});
