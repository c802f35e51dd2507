#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=40
/**
 * `candor-collector COMMAND`: the collector as a service, and what its operator asks of it besides.
 *
 * The options of the line above are V8's. By itself it lets garbage grow to four times of what is in use, and to a hundred
 * megabytes of what was made just now: with thousands of connections, and batches that unpack far, a collector took 150 MB more.
 */
import { readFileSync } from 'node:fs';
import { type Understood, understand } from './commands/command.ts';
import { commands } from './commands/commands.ts';
import { helpOf, PROGRAM, synopsisOf } from './commands/help.ts';
import { SettingsError } from './config/given.ts';
import { messageOf } from './message-of.ts';
import manifest from './package.json' with { type: 'json' };

/** Exit code of a call that cannot be understood. */
const MISUSED = 2;

async function run(args: readonly string[]): Promise<number> {
  let understood: Understood;
  try {
    const readFile = (file: string) => readFileSync(file, 'utf8');
    understood = understand(args, commands, { environment: process.env, readFile });
  } catch (error) {
    return misused(error);
  }
  switch (understood.kind) {
    case 'help':
      console.log(helpOf(commands, understood.command));
      return 0;
    case 'version':
      console.log(manifest.version);
      return 0;
    case 'run':
      try {
        return await understood.command.run(understood.call);
      } catch (error) {
        if (error instanceof SettingsError) return misused(error);
        console.error(messageOf(error));
        return 1;
      }
  }
}

function misused(error: unknown): number {
  if (!(error instanceof SettingsError)) throw error;
  const lines = [error.message, '', ...commands.map(synopsisOf), '', `${PROGRAM} --help says more.`];
  console.error(lines.join('\n'));
  return MISUSED;
}

process.exitCode = await run(process.argv.slice(2));
