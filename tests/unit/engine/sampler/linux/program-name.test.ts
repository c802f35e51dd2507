import { describe, expect, it } from 'vitest';
import { kernelThreadName, programName } from '../../../../../engine/sampler/linux/program-name.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const cut = (text: string) => bytes(text).subarray(0, 15);
const named = (kernel: Uint8Array, args: string[], path: string | null) =>
  programName(kernel, args.map(bytes), path === null ? null : bytes(path));

describe('the name of a program', () => {
  it('is the whole one where the kernel has cut it inside a character', () => {
    const kernel = Uint8Array.from(Buffer.from('70726f636573732d6e616d652d74c3', 'hex'));
    expect(named(kernel, [], '/usr/bin/process-name-tägig')).toBe('process-name-tägig');
    expect(named(kernel, ['python3', '/opt/process-name-tä.py'], '/usr/bin/python3')).toBe('process-name-tä.py');
  });

  it.each(['tä', 't€', 't😀', 'tЖ'])('shows no half character where nothing tells the whole: %s', (end) => {
    for (let fill = 9; fill <= 14; fill += 1) {
      const name = `${'x'.repeat(fill)}${end}`;
      const shown = named(cut(name), [], null);
      expect(shown).not.toContain('\u{fffd}');
      expect(name.startsWith(shown)).toBe(true);
    }
  });

  it('stays what it is where it was not cut', () => {
    expect(named(bytes('sh'), ['sh-more'], '/bin/sh-more')).toBe('sh');
    expect(named(cut('gnome-terminal-server'), [], '/usr/libexec/gnome-terminal-server')).toBe('gnome-terminal-server');
    expect(named(cut('gnome-terminal-server'), ['gnome-termin'], '/x/gnome-terminalXserver')).toBe('gnome-terminal-');
  });

  it('is another one where the kernel says nothing about the program', () => {
    expect(named(bytes('MainThread'), ['node', 'a.js'], '/usr/bin/node')).toBe('node');
    expect(named(bytes('3'), ['/opt/tool', 'run'], '/memfd:sealed-1')).toBe('tool');
    expect(named(bytes('3'), [], '/memfd:sealed-1')).toBe('memfd:sealed-1');
    expect(named(bytes('3'), ['tool'], null)).toBe('tool');
    expect(named(bytes('3'), [], null)).toBe('3');
    expect(named(cut('memfd:sealed-91173221a7ea'), ['/opt/tool'], '/memfd:sealed-91173221a7ea')).toBe('tool');
    expect(named(cut('memfd:runtime'), [], '/memfd:runtime')).toBe('memfd:runtime');
  });

  it('of a kernel worker is not what it works on just now', () => {
    expect(kernelThreadName('kworker/0:1-events')).toBe('kworker/0:1');
    expect(kernelThreadName('kworker/u4:2+flush-8:0')).toBe('kworker/u4:2');
    expect(kernelThreadName('kworker/0:1H')).toBe('kworker/0:1H');
    expect(kernelThreadName('rcu_sched')).toBe('rcu_sched');
  });
});
