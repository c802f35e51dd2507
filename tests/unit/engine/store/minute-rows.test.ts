import { describe, expect, it } from 'vitest';
import { chooseRows } from '../../../../engine/store/minute-rows.ts';

const candidate = (id: string, cpu: number, memory = 0, moved = 0, brief = false) => ({
  id,
  brief,
  minute: { weight: { cpu, memory, moved } },
});
const chosen = (all: ReturnType<typeof candidate>[], max: number, maxBrief: number) =>
  chooseRows(all, max, maxBrief)
    .map(({ id }) => id)
    .sort();

describe('rows that a minute keeps', () => {
  it('keeps all of them when there is room', () => {
    const all = [candidate('a', 1), candidate('b', 0)];
    expect(chooseRows(all, 2, 1)).toEqual(all);
  });

  it('keeps the largest in CPU, in memory and in bytes moved, in turns', () => {
    const all = [
      candidate('cpu1', 100),
      candidate('cpu2', 90),
      candidate('memory1', 0, 100),
      candidate('memory2', 0, 90),
      candidate('moved1', 0, 0, 100),
      candidate('moved2', 0, 0, 90),
    ];
    expect(chosen(all, 3, 0)).toEqual(['cpu1', 'memory1', 'moved1']);
    expect(chosen(all, 4, 0)).toEqual(['cpu1', 'cpu2', 'memory1', 'moved1']);
  });

  it('keeps what began or ended first, the largest of it, and leaves room for the rest', () => {
    const all = [
      ...Array.from({ length: 10 }, (_, index) => candidate(`brief${index}`, index, 0, 0, true)),
      candidate('large', 1000),
      candidate('idle', 0),
    ];
    const kept = chosen(all, 4, 3);
    expect(kept).toEqual(['brief7', 'brief8', 'brief9', 'large']);
  });

  it('gives every place, and none twice', () => {
    const all = Array.from({ length: 300 }, (_, index) =>
      candidate(String(index), index % 7, index % 11, index % 13, index % 3 === 0),
    );
    const kept = chooseRows(all, 100, 40);
    expect(new Set(kept.map(({ id }) => id)).size).toBe(100);
  });
});
