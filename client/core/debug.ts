/**
 * What the program decides while it runs, one line a decision, for whoever looks into a fault: `CANDOR_DEBUG=client,engine`
 * in the environment has them written to standard error. Lines carry closed words and numbers only, never a value of the
 * user's: no path, name, id, address or message of an exception. Nothing of it is kept or sent.
 */

/** Parts of the app that can be asked for by name; `all` asks for each. */
export const debugAreas = ['client', 'delivery', 'store', 'policy', 'window', 'ipc', 'engine', 'errors'] as const;
export type DebugArea = (typeof debugAreas)[number];

/** What is told beside a decision. A text must be a word of ours, such as a reason or a state. */
export type DebugValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** Takes one line, without its end. */
export type DebugSink = (line: string) => void;

let sink: DebugSink | undefined;
let asked: ReadonlySet<string> = new Set();
/** How often each exception was swallowed, by what is told of it. */
const swallowings = new Map<string, number>();

/**
 * Switches the lines on, once in each process, at its start.
 * @param wanted names of areas with commas between them, as `CANDOR_DEBUG` has them; empty or missing: none. Unknown
 * names are passed over.
 */
export function openDebug(wanted: string | undefined, to: DebugSink): void {
  const names = new Set((wanted ?? '').split(',').map((name) => name.trim()));
  asked = names.has('all') ? new Set(debugAreas) : names;
  sink = to;
  swallowings.clear();
}

/** Tells one decision: `debug('delivery', 'retry', { afterMs, failure })`. Costs one lookup while nobody asks. */
export function debug(area: DebugArea, decision: string, values: DebugValues = {}): void {
  if (!sink || !asked.has(area)) return;
  const told = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  sink(['candor', area, decision, ...told].join(' '));
}

/**
 * Tells an exception that the program goes on after. Every `catch` that does not rethrow calls it, so that no fault is
 * silent to whoever asks; of the exception only its class and code are told, because its message may hold a path. The
 * same one again is told the 10th, 100th, … time: the Finder alone has a hundred at each look at others' processes.
 * @param during what was being done, in a few plain words joined by hyphens: `read-identity`.
 */
export function swallowed(area: DebugArea, during: string, thrown: unknown): void {
  if (!sink || !asked.has(area)) return;
  const told = { during, ...classAndCode(thrown) };
  const key = [area, ...Object.values(told)].join(' ');
  const times = (swallowings.get(key) ?? 0) + 1;
  swallowings.set(key, times);
  if (/^10*$/.test(String(times))) debug(area, 'swallowed', { ...told, times: times > 1 ? times : undefined });
}

/** An exception's class and its code, such as `Error` and `EACCES`; words of a programmer's, never of a user's. */
function classAndCode(thrown: unknown): { error: string; code: string | undefined } {
  if (!(thrown instanceof Error)) return { error: typeof thrown, code: undefined };
  const { code } = thrown as { code?: unknown };
  const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,40}$/.test(value);
  return { error: isWord(thrown.name) ? thrown.name : 'Error', code: isWord(code) ? code : undefined };
}
