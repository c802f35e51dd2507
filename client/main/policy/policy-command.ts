import { type Level, levels } from '../../core/consent/levels.ts';
import type { Product } from '../../core/product/product.ts';
import { judgePolicy, type PolicyReading } from './policy-document.ts';

const SWITCH = '--policy';

/** What an administrator may ask for: the highest level that is allowed, or no policy. */
export type PolicyWord = Level | 'unset';

/** Exit codes of sysexits.h, which scripts can tell apart. */
export const exitCodes = { done: 0, usage: 64, unavailable: 69, failed: 74, notPermitted: 77, damaged: 78 } as const;

/** What the command has to say and the exit code it ends with. */
export interface Outcome {
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

/** The words that the app itself was given, up to a `--`, after which nothing is a switch. */
export function ownSwitches(argv: readonly string[], packaged: boolean): readonly string[] {
  const folder = argv.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  if (!packaged && folder < 0) return [];
  const given = argv.slice(packaged ? 1 : folder + 1);
  const end = given.indexOf('--');
  return end < 0 ? given : given.slice(0, end);
}

/**
 * The word after `--policy`; an empty one when it is missing, `undefined` when the app was started for something else.
 * @param packaged the app's own arguments begin after the program; else after the folder of the app, as in
 * `electron --no-sandbox FOLDER --policy off`.
 */
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
