import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { print } from '../../../../../client/main/run/print.ts';

/** A stream whose reader answers each write with `error`, later. */
const stream = (error: NodeJS.ErrnoException | null, taken: string[] = []) =>
  new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      setImmediate(() => {
        if (!error) taken.push(String(chunk));
        done(error);
      });
    },
  });
const failing = (code: string) => stream(Object.assign(new Error(code), { code }));

it('waits until a slow reader has taken all of it', async () => {
  const taken: string[] = [];
  expect(await print(stream(null, taken), 'text')).toBe(true);
  expect(taken).toEqual(['text']);
});

it('tells that nobody can have read it, as on a full disk', async () => {
  expect(await print(failing('ENOSPC'), 'text')).toBe(false);
});

it('takes a reader that has gone for one that had what it wanted', async () => {
  expect(await print(failing('EPIPE'), 'text')).toBe(true);
});
