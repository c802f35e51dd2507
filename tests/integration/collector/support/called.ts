import { type MockInstance, vi } from 'vitest';
import { understand } from '../../../../collector/commands/command.ts';
import { commands } from '../../../../collector/commands/commands.ts';
import { messageOf } from '../../../../collector/message-of.ts';

export interface Called {
  /** As the process would end. */
  readonly code: number;
  readonly said: string;
  /** What it has said beside that, on standard error. */
  readonly beside: string;
  /** Why it could not be done; empty when it was. */
  readonly failed: string;
}

/** Calls a command of the command line in this process, as `collector/cli.ts` does. */
export async function called(...args: readonly string[]): Promise<Called> {
  const environment = {};
  const readFile = () => {
    throw new Error('no file was named');
  };
  const lines: string[] = [];
  const errors: string[] = [];
  const keep = (text: unknown) => {
    lines.push(String(text));
    return true;
  };
  const spies: MockInstance[] = [
    vi.spyOn(console, 'log').mockImplementation(keep),
    vi.spyOn(console, 'error').mockImplementation((text) => errors.push(String(text))),
    vi.spyOn(process.stdout, 'write').mockImplementation(keep),
  ];
  try {
    const understood = understand(args, commands, { environment, readFile });
    if (understood.kind !== 'run') throw new Error('no call of a command');
    return {
      code: await understood.command.run(understood.call),
      said: lines.join('\n'),
      beside: errors.join('\n'),
      failed: '',
    };
  } catch (error) {
    const code = error instanceof Error && error.name === 'SettingsError' ? 2 : 1;
    return { code, said: lines.join('\n'), beside: errors.join('\n'), failed: messageOf(error) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
