import { describe, expect, it } from 'vitest';
import type { CommandId } from '../../../../app/commands/catalogue.ts';
import type { Hit } from '../../../../app/finder/asking.ts';
import type { Fact } from '../../../../app/finder/device.ts';
import { displayText } from '../../../../app/text/display.ts';
import { redactText } from '../../../../app/text/redact.ts';
import type { Shown } from '../../../../renderer/object/shown.ts';
import { MASK } from '../../../../renderer/redact/redact.ts';
import { proposed } from '../../../../renderer/search/completions.ts';
import type { SuggestionGroup } from '../../../../renderer/search/suggestion.ts';
import { commandGroups, factGroups, hitGroups, recentGroups } from '../../../../renderer/search/suggestions.ts';

/** As a window shows texts on the computer `vm`, masked or not. */
const shownAs = (redact: boolean): Shown => ({
  context: { redact, names: ['vm'], today: 0 },
  text: (text) => (redact ? redactText(displayText(text), ['vm']) : displayText(text)),
  name: (name) => (redact && name !== '' ? MASK : displayText(name)),
});
const plain = shownAs(false);
const masked = shownAs(true);

const process = (pid: number): Hit => ({
  type: 'process',
  row: { key: `p${pid}`, name: 'node', pid, user: 'rossi', commandLine: '/home/rossi/x', path: null },
  query: `process pid:${pid}`,
  by: 'name',
});
const port: Hit = {
  type: 'port',
  row: { key: 'tcp', port: 3000, protocol: 'tcp', program: 'node', pid: 7, address: '10.0.0.1', user: 'rossi' },
  query: 'port:3000',
  by: 'port',
};
const connection: Hit = {
  type: 'connection',
  row: { key: 'c', program: 'node', remoteAddress: '10.0.0.2', remotePort: 443, protocol: 'tcp', pid: null },
  query: 'connection remote:10.0.0.2',
  by: 'remote',
};

const titles = (groups: readonly SuggestionGroup[]) =>
  groups.flatMap((group) => group.suggestions.map((one) => one.title));
const text = (groups: readonly SuggestionGroup[]) =>
  JSON.stringify(groups.map((group) => group.suggestions.map(({ title, detail }) => ({ title, detail }))));

describe('what was found', () => {
  it('stands by type, that of the best hit first, and not all of what is many', () => {
    const groups = hitGroups([port, process(1), connection, ...[2, 3, 4, 5, 6, 7].map(process)], plain);
    expect(groups.map(({ id }) => id)).toEqual(['port', 'process', 'connection']);
    expect(groups[1]?.suggestions).toHaveLength(5);
    expect(titles(groups)[0]).toBe('3000/tcp');
    expect(groups[0]?.suggestions[0]?.choice).toEqual({ kind: 'open', hit: port });
  });

  it('can be told from its like', () => {
    const [group] = hitGroups([process(1), process(2)], plain);
    expect(group?.suggestions.map(({ detail }) => detail)).toEqual([
      'PID 1 · rossi · /home/rossi/x',
      'PID 2 · rossi · /home/rossi/x',
    ]);
  });

  it('names nobody and no address when that is masked', () => {
    const shown = text(hitGroups([process(1), port, connection], masked));
    expect(shown).not.toMatch(/rossi|10\.0\.0/);
    expect(shown).toContain(MASK);
  });
});

describe('hits of what is odd', () => {
  const odd = (name: string, commandLine: string): Hit => ({
    type: 'process',
    row: { key: 'p', name, pid: 9, user: 'rossi', commandLine, path: null },
    query: 'process pid:9',
    by: 'name',
  });

  it('do not name the computer where names are masked', () => {
    const hits = [odd('agent', '/usr/bin/agent --host vm'), odd('vm', '/srv/vm/run')];
    expect(text(hitGroups(hits, masked))).not.toMatch(/\bvm\b/);
    expect(text(hitGroups(hits, plain))).toContain('--host vm');
  });

  it('make visible what cannot be seen', () => {
    const shown = hitGroups([odd('photo_\u202Egnp.exe', '/tmp/photo_\u202Egnp.exe \u001B[31m')], plain);
    expect(text(shown)).not.toMatch(/\u202E|\\u001b/i);
    expect(titles(shown)).toEqual(['photo_\\u202Egnp.exe']);
  });

  it('begin with what tells eight of a name apart, before what is cut', () => {
    const [group] = hitGroups([odd('node', `/opt/${'long/'.repeat(30)}bin/node /srv/shop/server.js`)], plain);
    expect(group?.suggestions[0]?.detail).toMatch(/^shop\/server\.js · PID 9 · rossi · /);
  });
});

describe('values that are proposed', () => {
  it('have no name in them that is masked elsewhere', () => {
    const values = ['/home/rossi/x', 'agent --host vm', '/usr/bin/agent', '/usr/bin/agent'];
    expect(proposed(values, masked)).toEqual(['/usr/bin/agent']);
    expect(proposed(values, plain)).toEqual(['/home/rossi/x', 'agent --host vm', '/usr/bin/agent']);
  });
});

describe('facts', () => {
  const facts: readonly Fact[] = [
    { id: 'kernel', group: 'system', value: '6.1.0', source: 'uname', at: 0, sensitive: false },
    { id: 'host-name', group: 'system', value: 'rossi-laptop', source: 'hostname', at: 0, sensitive: true },
    {
      id: 'displays',
      group: 'graphics',
      value: null,
      missing: 'not-available',
      source: 'xrandr',
      at: 0,
      sensitive: false,
    },
  ];

  it('are found by name and by value', () => {
    expect(titles(factGroups(facts, 'KERN', plain))).toEqual(['Kernel']);
    expect(titles(factGroups(facts, '6.1', plain))).toEqual(['Kernel']);
    expect(factGroups(facts, 'displ', plain)).toEqual([]);
  });

  it('are not found by what is masked', () => {
    expect(titles(factGroups(facts, 'rossi', plain))).toEqual(['Host name']);
    expect(factGroups(facts, 'rossi', masked)).toEqual([]);
    expect(text(factGroups(facts, 'host', masked))).not.toContain('rossi');
  });
});

describe('commands', () => {
  const none = new Set<CommandId>();

  it('are found by the beginnings of their words, and shown with their keys', () => {
    const groups = commandGroups('paus', none, 'linux');
    expect(titles(groups)).toEqual(['Pause Live Updates']);
    expect(groups[0]?.suggestions[0]?.shortcut).toBe('Ctrl+.');
    expect(commandGroups('ause', none, 'linux')).toEqual([]);
  });

  it('are not those that cannot be used, and not the search itself', () => {
    expect(commandGroups('paus', new Set(['view.pause-live']), 'linux')).toEqual([]);
    expect(titles(commandGroups('search', none, 'linux'))).not.toContain('Search');
  });
});

describe('searches made before', () => {
  it('can be made again, and forgotten', () => {
    const [group] = recentGroups(['port:3000', 'node'], (search) => search);
    expect(group?.suggestions.map(({ choice }) => choice)).toEqual([
      { kind: 'search', text: 'port:3000' },
      { kind: 'search', text: 'node' },
      { kind: 'forget' },
    ]);
    expect(recentGroups([], (search) => search)).toEqual([]);
  });
});
