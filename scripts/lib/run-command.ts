import { spawn } from 'node:child_process';

export interface CommandResult {
  /** The exit code; undefined when the program was ended by a signal or could not be started. */
  code: number | undefined;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the program when aborted. */
  signal?: AbortSignal;
  /** Lets the program write to our own output; then nothing of it is returned. */
  show?: boolean;
}

/** Runs a program without a shell and collects what it writes. Never rejects: a program that is not there has no code. */
export function runCommand(command: string, args: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { show = false, ...others } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...others,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => resolve({ code: undefined, stdout, stderr: stderr || error.message }));
    child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  });
}
