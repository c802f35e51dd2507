import { expect, test } from 'vitest';
import type { CommandId } from '../../../app/commands/catalogue.ts';
import { numberedCommands } from '../../../app/commands/numbered.ts';
import { describeEnd, Received } from '../../../scripts/start/received.ts';

const part = (session: number, ...commands: CommandId[]) => ({
  envelope: { installation: 'one', session },
  usage: {
    command: commands.map((id) => numberedCommands.indexOf(id)),
    source: [],
    time: [],
    commands: numberedCommands,
  },
});

function received(...batches: ReturnType<typeof part>[]): Received {
  const all = new Received();
  for (const batch of batches) all.add(batch);
  return all;
}

test('what came in is told by command, the most used first', () => {
  const all = received(part(1, 'go.processes', 'go.search', 'go.search'), part(2, 'go.search', 'help.about'));
  expect(all.lines()).toEqual([
    'received in this run: 2 sessions, 5 events',
    '  go.search     3',
    '  go.processes  1',
    '  help.about    1',
  ]);
});

test('the parts of one session are one session', () => {
  expect(received(part(1, 'go.search'), part(1)).lines()[0]).toBe('received in this run: 1 session, 1 event');
});

test('a session without events is told', () => {
  expect(received(part(1)).lines()).toEqual(['received in this run: 1 session, 0 events']);
});

test('nothing is told as nothing', () => {
  expect(received().lines()).toEqual([expect.stringContaining('received in this run: nothing')]);
});

test('the address of the dashboard is told only while somebody answers there', () => {
  const dashboard = 'http://127.0.0.1:7391/login?token=t';
  expect(describeEnd(received(), dashboard).join('\n')).toContain(dashboard);
  expect(describeEnd(received(), undefined).join('\n')).not.toContain('dashboard');
});
