import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Program } from '../../../../client/main/program.ts';
import { FakeNetwork, receiptFor } from '../../../support/fakes.ts';
import { type ProgramFixture, used, yes } from '../../../support/program-fixture.ts';

/** A command that a test uses. */
export type Command = Parameters<typeof used>[number];

/** Sessions that wait, one for each command, and another that has begun. */
export async function waitingSessions(fixture: ProgramFixture, ...commands: Command[]): Promise<Program> {
  fixture.program.decide(yes);
  let program = fixture.program;
  for (const [index, command] of commands.entries()) {
    program.record(used(command));
    program.seal();
    // Only the last run lives on: time passes for it alone.
    program = fixture.restart(index === commands.length - 1 ? {} : { timers: { after: () => () => {} } });
    await program.start();
  }
  return program;
}

/** A network that answers nobody until it is switched on. */
export function offline() {
  let up = false;
  const network = new FakeNetwork((request) => (up ? receiptFor(request) : 'fail'));
  return {
    network,
    goOnline: () => {
      up = true;
    },
  };
}

/** Names of the batches that wait. */
export const outbox = (folder: string) => readdirSync(path.join(folder, 'program/outbox'));
