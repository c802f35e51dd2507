import { spawn } from 'node:child_process';

const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end. While it runs, the signals that ask us to end are its to answer: Ctrl+C must let an app
 * close and a collector store what it has. Resolves to `{ code }`, `{ signal }` or, when it cannot be started, `{ error }`.
 */
export async function runChild(executable, args, options) {
  const child = spawn(executable, args, options);
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED_SIGNALS) process.on(signal, forward);
  const outcome = await new Promise((resolve) => {
    child.on('error', (error) => resolve({ error: error.message }));
    child.on('close', (code, signal) => resolve(signal ? { signal } : { code }));
  });
  for (const signal of FORWARDED_SIGNALS) process.off(signal, forward);
  return outcome;
}
