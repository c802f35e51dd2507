import fs from 'node:fs';
import { userInfo } from 'node:os';
import type { ClientOptions } from '../options.ts';
import { print } from '../run/print.ts';
import { policyCommandOutcome, policyWord } from './policy-command.ts';
import { policyEditor } from './policy-editor.ts';
import { type PolicyPlace, policyPlace } from './policy-place.ts';
import { runProcess } from './run-process.ts';

/** Where the policy of a product stands on this computer. */
export function policyPlaceOf({
  product,
  packaged,
  environment,
}: Pick<ClientOptions, 'product' | 'packaged' | 'environment'>): PolicyPlace {
  return policyPlace({
    product,
    platform: process.platform,
    packaged,
    environment,
    userId: process.getuid?.() ?? -1,
    userName: () => userInfo().username,
  });
}

/**
 * Carries out `--policy`, an administrator's command, and ends the process: no window, no profile, no second instance. To be
 * awaited before anything else, because Electron is not ready before it has ended; without the command it does nothing.
 */
export async function runPolicyCommand(
  options: Pick<ClientOptions, 'product' | 'packaged' | 'environment'> & { readonly argv: readonly string[] },
): Promise<void> {
  const { product, packaged, argv } = options;
  const word = policyWord(argv, packaged);
  if (word === undefined) return;
  const editor = policyEditor(policyPlaceOf(options), fs, runProcess);
  const { exitCode, text } = await policyCommandOutcome(word, editor, product);
  // When nobody listens, the exit code tells.
  await print(exitCode === 0 ? process.stdout : process.stderr, `${text}\n`);
  process.exit(exitCode);
}
