import { describe, expect, it } from 'vitest';
import type { CommandId } from '../../../../app/commands/catalogue.ts';
import type { Hit } from '../../../../app/finder/asking.ts';
import type { Fact } from '../../../../app/finder/device.ts';
import { MASK } from '../../../../renderer/redact/redact.ts';
import type { SuggestionGroup } from '../../../../renderer/search/suggestion.ts';
import { commandGroups, factGroups, hitGroups, recentGroups } from '../../../../renderer/search/suggestions.ts';

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
    const groups = hitGroups([port, process(1), connection, ...[2, 3, 4, 5, 6, 7].map(process)], false);
    expect(groups.map(({ id }) => id)).toEqual(['port', 'process', 'connection']);
    expect(groups[1]?.suggestions).toHaveLength(5);
    expect(titles(groups)[0]).toBe('3000/tcp');
    expect(groups[0]?.suggestions[0]?.choice).toEqual({ kind: 'open', hit: port });
  });

  it('can be told from its like', () => {
    const [group] = hitGroups([process(1), process(2)], false);
    expect(group?.suggestions.map(({ detail }) => detail)).toEqual([
      'PID 1 · rossi · /home/rossi/x',
      'PID 2 · rossi · /home/rossi/x',
    ]);
  });

  it('names nobody and no address when that is masked', () => {
    const shown = text(hitGroups([process(1), port, connection], true));
    expect(shown).not.toMatch(/rossi|10\.0\.0/);
    expect(shown).toContain(MASK);
  });
});

describe('facts', () => {
  const facts: readonly Fact[] = [
    { id: 'kernel', group: 'system', value: '6.1.0', source: 'uname', sensitive: false },
    { id: 'host-name', group: 'system', value: 'rossi-laptop', source: 'hostname', sensitive: true },
    { id: 'displays', group: 'graphics', value: null, missing: 'not-available', source: 'xrandr', sensitive: false },
  ];

  it('are found by name and by value', () => {
    expect(titles(factGroups(facts, 'KERN', false))).toEqual(['Kernel']);
    expect(titles(factGroups(facts, '6.1', false))).toEqual(['Kernel']);
    expect(factGroups(facts, 'displ', false)).toEqual([]);
  });

  it('are not found by what is masked', () => {
    expect(titles(factGroups(facts, 'rossi', false))).toEqual(['Host name']);
    expect(factGroups(facts, 'rossi', true)).toEqual([]);
    expect(text(factGroups(facts, 'host', true))).not.toContain('rossi');
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
