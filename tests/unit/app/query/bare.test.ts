import { describe, expect, it } from 'vitest';
import { readings } from '../../../../app/query/bare.ts';

const read = (text: string) => readings(text).map((reading) => `${reading.kind}: ${reading.text}`);

describe('a text without a field', () => {
  it('is a listening port, then a PID, then a word when it is a number', () => {
    expect(read('3000')).toEqual(['port: port port:3000', 'pid: process pid:3000', 'words: process 3000']);
  });

  it('is no port when there is none of that number, and no PID when there can be none', () => {
    expect(read('70000')).toEqual(['pid: process pid:70000', 'words: process 70000']);
    expect(read('9999999')).toEqual(['words: process 9999999']);
    expect(read('0')).toEqual(['words: process 0']);
  });

  it('is a port alone with a colon before it', () => {
    expect(read(' :3000 ')).toEqual(['port: port port:3000']);
  });

  it('is looked for as it is otherwise, among what is shown', () => {
    expect(read('firefox')).toEqual(['words: firefox']);
    expect(readings('3000', 'connection').at(-1)?.query.type).toBe('connection');
    expect(read('cpu>')).toEqual([]);
    expect(read('')).toEqual([]);
  });
});
