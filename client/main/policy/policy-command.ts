import fs from 'node:fs';
import { userInfo } from 'node:os';
import { type Level, levels } from '../../core/consent/levels.ts';
import { swallowed } from '../../core/debug.ts';
import type { Product } from '../../core/product/product.ts';
import type { ClientOptions } from '../options.ts';
import { print } from '../run/print.ts';
import { judgePolicy, type PolicyReading } from './policy-document.ts';
import { readPolicyFile, removePolicyFile, writePolicyFile } from './policy-file.ts';
import { type PolicyPlace, policyPlace } from './policy-place.ts';
import { policyKey, readRegistryPolicy } from './registry.ts';
import { type RunProcess, runProcess, type WriteFiles } from './run-process.ts';

const SWITCH = '--policy';

/** What an administrator may ask for: the highest level that is allowed, or no policy. */
type PolicyWord = Level | 'unset';

/** Exit codes of sysexits.h, which scripts can tell apart. */
const exitCodes = { done: 0, usage: 64, unavailable: 69, failed: 74, notPermitted: 77, damaged: 78 } as const;

/** What the command has to say and the exit code it ends with. */
interface Outcome {
  readonly exitCode: number;
  readonly text: string;
}

/** What can be done to the policy where it stands. */
export interface PolicyEditor {
  /** Path or key, for people. */
  readonly place: string;
  read(): Promise<PolicyReading>;
  /** Stores these fields, or removes the policy. */
  write(
    fields: Readonly<Record<string, unknown>> | undefined,
  ): Promise<'done' | 'not-permitted' | 'unguarded' | 'failed'>;
}

/** Electron's own switches that are followed by a word of theirs. */
const FOLLOWED = ['-r', '--require'];

/**
 * The words that the app itself was given. In a packaged app they begin after the program; else after the folder of the
 * app, as in `electron --no-sandbox FOLDER --policy off`.
 */
export function ownWords(argv: readonly string[], packaged: boolean): readonly string[] {
  const isFolder = (word: string, index: number) =>
    index > 0 && !word.startsWith('-') && !FOLLOWED.includes(argv[index - 1] ?? '');
  const folder = argv.findIndex(isFolder);
  if (!packaged && folder < 0) return [];
  return argv.slice(packaged ? 1 : folder + 1);
}

/** Those up to a `--`, after which nothing is a switch. */
export function ownSwitches(argv: readonly string[], packaged: boolean): readonly string[] {
  const given = ownWords(argv, packaged);
  const end = given.indexOf('--');
  return end < 0 ? given : given.slice(0, end);
}

/** The word after `--policy`; an empty one when it is missing, `undefined` when the app was started for something else. */
export function policyWord(argv: readonly string[], packaged: boolean): string | undefined {
  const own = ownSwitches(argv, packaged);
  const at = own.findIndex((word) => word === SWITCH || word.startsWith(`${SWITCH}=`));
  const found = own[at];
  if (found === undefined) return undefined;
  return found === SWITCH ? (own[at + 1] ?? '') : found.slice(SWITCH.length + 1);
}

/**
 * Sets the machine-wide policy. Other fields of an existing one stay, and one that is damaged is left as it is: what
 * somebody wrote there is not ours to throw away.
 * @param editor `undefined` where policies are set by a device management alone.
 */
export async function policyCommandOutcome(
  word: string,
  editor: PolicyEditor | undefined,
  product: Pick<Product, 'id' | 'domain'>,
): Promise<Outcome> {
  if (!isPolicyWord(word)) return { exitCode: exitCodes.usage, text: usage(product.id) };
  if (!editor) return { exitCode: exitCodes.unavailable, text: profileNeeded(product.domain) };
  const { place } = editor;
  const reading = await editor.read();
  const state = judgePolicy(reading);
  if (state.status === 'damaged') return { exitCode: exitCodes.damaged, text: damaged(place, state.problem) };
  if (reading.status === 'none' && word === 'unset') return { exitCode: exitCodes.done, text: unset(place) };
  const next = changed(reading.status === 'read' ? (reading.fields as Record<string, unknown>) : {}, word);
  const result = await editor.write(next);
  if (result === 'not-permitted') return { exitCode: exitCodes.notPermitted, text: notPermitted(place) };
  if (result === 'unguarded') return { exitCode: exitCodes.damaged, text: unguarded(place) };
  if (result === 'failed') return { exitCode: exitCodes.failed, text: failed(place) };
  return { exitCode: exitCodes.done, text: word === 'unset' ? unset(place) : set[word](place) };
}

/**
 * The fields after the command. Without a limit but with something else to say, a policy allows the highest level, since
 * one without `participation` is damaged.
 */
function changed(fields: Record<string, unknown>, word: PolicyWord): Record<string, unknown> | undefined {
  const { participation: _, ...others } = fields;
  if (word !== 'unset') return { participation: word, ...others };
  return Object.keys(others).length === 0 ? undefined : { participation: 'enhanced', ...others };
}

function isPolicyWord(word: string): word is PolicyWord {
  return word === 'unset' || (levels as readonly string[]).includes(word);
}

// Read by administrators, on a terminal and in logs, so not translated.

const usage = (program: string) => `Usage: ${program} ${SWITCH} ${levels.join('|')}|unset`;

const set: Readonly<Record<Level, (place: string) => string>> = {
  off: (place) => `The Customer Experience Improvement Program is off for everybody on this computer (${place}).`,
  standard: (place) => `People on this computer may take part at the standard level at most (${place}).`,
  enhanced: (place) => `People on this computer may take part at any level (${place}).`,
};
const unset = (place: string) => `No policy limits who takes part on this computer (${place}).`;
const notPermitted = (place: string) => `Only an administrator may set the policy (${place}).`;
const unguarded = (place: string) =>
  `Nothing was changed: a folder of the policy is a link or not the administrator's, or others may write there (${place}).`;
const failed = (place: string) => `The policy could not be written (${place}).`;
const damaged = (place: string, problem: string) =>
  `The policy that is there cannot be followed, so the program is off, and nothing was changed: ${problem} (${place}).`;
const profileNeeded = (domain: string) =>
  `On macOS set the policy with a configuration profile of your device management, for the preference domain ${domain}.`;

const PERMISSION_CODES = ['EACCES', 'EPERM', 'EROFS'];

/** What sets the policy at its place; `undefined` on macOS, where only a device management does. */
export function policyEditor(place: PolicyPlace, fs: WriteFiles, run: RunProcess): PolicyEditor | undefined {
  switch (place.kind) {
    case 'file':
      return {
        place: place.file,
        read: () => Promise.resolve(readPolicyFile(fs, place)),
        write: (fields) => {
          try {
            return Promise.resolve(fields ? writePolicyFile(fs, place, fields) : removePolicyFile(fs, place));
          } catch (error) {
            swallowed('policy', 'write-policy-file', error);
            const code = (error as NodeJS.ErrnoException).code ?? '';
            return Promise.resolve(PERMISSION_CODES.includes(code) ? 'not-permitted' : 'failed');
          }
        },
      };
    case 'registry': {
      const key = policyKey(place.key);
      return {
        place: key,
        read: () => readRegistryPolicy(run, place.system, place.key),
        // Other values stand by themselves; a refusal has no exit code of its own and is nearly always the permission.
        write: async (fields) => {
          const value = [key, '/v', 'Participation'];
          const args = fields
            ? ['add', ...value, '/t', 'REG_SZ', '/d', String(fields['participation']), '/f']
            : ['delete', ...value, '/f'];
          const { exitCode } = await run(`${place.system}\\reg.exe`, args);
          if (exitCode === undefined) return 'failed';
          return exitCode === 0 ? 'done' : 'not-permitted';
        },
      };
    }
    case 'managed-preferences':
      return undefined;
  }
}

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
