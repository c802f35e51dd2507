import { afterEach, describe, expect, it } from 'vitest';
import { debug, openDebug, swallowed } from '../../../../client/core/debug.ts';

const lines: string[] = [];
const open = (wanted: string | undefined) => openDebug(wanted, (line) => lines.push(line));

afterEach(() => {
  lines.length = 0;
  open(undefined);
});

describe('debug', () => {
  it('writes one line a decision of the areas that were asked for', () => {
    open('delivery, client');
    debug('delivery', 'retry', { afterMs: 30_000, failure: 'offline', attempt: undefined });
    debug('engine', 'restart');
    expect(lines).toEqual(['candor delivery retry afterMs=30000 failure=offline']);
  });

  it('writes nothing while nobody asks', () => {
    open('');
    debug('client', 'start');
    swallowed('client', 'start', new Error('x'));
    expect(lines).toEqual([]);
  });

  it('writes of all areas when asked for all', () => {
    open('all');
    debug('window', 'open');
    debug('ipc', 'refuse');
    expect(lines).toHaveLength(2);
  });

  it('tells class and code of an exception, never its message', () => {
    open('store');
    const thrown = Object.assign(new Error("EACCES: permission denied, open '/home/anna/identity.json'"), {
      code: 'EACCES',
    });
    swallowed('store', 'read-identity', thrown);
    swallowed('store', 'read-identity', 'anna');
    expect(lines).toEqual([
      'candor store swallowed during=read-identity error=Error code=EACCES',
      'candor store swallowed during=read-identity error=string',
    ]);
  });

  it('tells an exception that comes again and again the first, the 10th, the 100th time', () => {
    open('engine');
    const denied = Object.assign(new Error('x'), { code: 'EACCES' });
    for (let time = 0; time < 500; time += 1) swallowed('engine', 'read-system-link', denied);
    swallowed('engine', 'read-system-file', denied);
    expect(lines).toEqual([
      'candor engine swallowed during=read-system-link error=Error code=EACCES',
      'candor engine swallowed during=read-system-link error=Error code=EACCES times=10',
      'candor engine swallowed during=read-system-link error=Error code=EACCES times=100',
      'candor engine swallowed during=read-system-file error=Error code=EACCES',
    ]);
  });

  it('does not pass on a name or a code that is no word', () => {
    open('store');
    const thrown = Object.assign(new Error('x'), { code: '/home/anna' });
    thrown.name = 'a name with spaces';
    swallowed('store', 'read', thrown);
    expect(lines).toEqual(['candor store swallowed during=read error=Error']);
  });
});
