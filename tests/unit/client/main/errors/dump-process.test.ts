import { describe, expect, it } from 'vitest';
import { processOfDump } from '../../../../../client/main/errors/crash-dumps.ts';
import { aDump } from './a-dump.ts';

describe('the process of a crash dump', () => {
  it.each([
    [{ ptype: 'browser', process_type: 'browser' }, 'main'],
    [{ osarch: 'x86_64', ptype: 'renderer' }, 'renderer'],
    [{ ptype: 'gpu-process' }, 'gpu'],
    [{ ptype: 'utility', 'service-name': 'node.mojom.NodeService' }, 'engine'],
    [{ ptype: 'utility', 'service-name': 'network.mojom.NetworkService' }, 'helper'],
    [{ ptype: 'utility' }, 'helper'],
    [{ ptype: 'zygote' }, 'helper'],
    [{ 'service-name': 'node.mojom.NodeService' }, 'helper'],
    [{}, 'helper'],
  ] as const)('with the notes %j is %s', (notes, process) => {
    expect(processOfDump(aDump(notes))).toBe(process);
  });

  it('is a helper when the file is none, or ends anywhere', () => {
    const dump = aDump({ ptype: 'browser' });
    for (const bytes of [Buffer.alloc(0), Buffer.from('MDMP'), Buffer.alloc(4096, 255), Buffer.alloc(4096)]) {
      expect(processOfDump(bytes)).toBe('helper');
    }
    const kinds = Array.from(dump, (_, end) => processOfDump(dump.subarray(0, end)));
    expect(new Set(kinds)).toEqual(new Set(['helper']));
  });

  it('is found out quickly, whatever numbers a damaged file holds', () => {
    const dump = aDump({ ptype: 'renderer' });
    for (let at = 0; at + 4 <= dump.length; at += 4) {
      for (const value of [0xffffffff, 0x7fffffff, 8]) {
        const damaged = Buffer.from(dump);
        damaged.writeUInt32LE(value, at);
        expect(['helper', 'renderer']).toContain(processOfDump(damaged));
      }
    }
  });
});
