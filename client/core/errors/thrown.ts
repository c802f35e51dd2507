import { MAX_STACK_LENGTH, MAX_THROWN_WORD } from './limits.ts';

/**
 * What a report is made of. It holds nothing of the message, but its words are not closed yet: {@link describeThrown} of
 * error-report.ts does that. Apart from it, because a preload script needs none of the words that there are.
 */
export interface Thrown {
  /** Name of an error's class; missing when no error was thrown. */
  readonly name?: string | undefined;
  readonly code?: string | undefined;
  /** The frames of an error's stack, from the end of its header on. */
  readonly places?: string | undefined;
}

/**
 * Reduces whatever was thrown. Never throws, whatever it is handed: values with throwing getters and proxies included.
 * Causes are not looked into.
 */
export function reduceThrown(thrown: unknown): Thrown {
  return {
    code: wordOf(read(thrown, 'code')),
    ...(looksLikeError(thrown) && {
      name: wordOf(read(thrown, 'name')) ?? '',
      places: placesOf(read(thrown, 'stack'), read(thrown, 'message')),
    }),
  };
}

/**
 * What follows the header of a stack as V8 writes it (v8.dev/docs/stack-trace-api).
 *
 * The message precedes the frames in the same text and may hold lines that look like frames, so they begin after it. When
 * the message cannot be found there (it was changed later, or is longer than a stack may be) no frame can be told from it
 * for certain, and there is none.
 */
function placesOf(stack: unknown, message: unknown): string | undefined {
  if (typeof stack !== 'string') return undefined;
  const start = endOfMessage(stack, typeof message === 'string' ? message : '');
  if (start === undefined) return undefined;
  const places = stack.slice(start, start + MAX_STACK_LENGTH);
  // A line that was cut off may have lost digits.
  return start + places.length < stack.length ? places.slice(0, Math.max(0, places.lastIndexOf('\n'))) : places;
}

/** A name in V8's first line may precede the message: "TypeError [ERR_INVALID_ARG_TYPE]: ". */
const MAX_HEADER = 128;

/** Where the header, "name: message", ends; `undefined` when the message is not what the header holds. */
function endOfMessage(stack: string, message: string): number | undefined {
  if (message.length > MAX_STACK_LENGTH) return undefined;
  const [firstLine = ''] = stack.slice(0, MAX_HEADER).split('\n', 1);
  const colon = firstLine.indexOf(': ');
  // A header without a message is the name alone; one without a name is the message alone.
  if (message === '' && colon < 0) return firstLine.length;
  const at = colon < 0 ? 0 : colon + 2;
  const end = at + message.length;
  return stack.startsWith(message, at) && (end === stack.length || stack[end] === '\n') ? end : undefined;
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_THROWN_WORD) : undefined;
}

function looksLikeError(value: unknown): boolean {
  try {
    // The second test knows errors of another realm, such as a page's in its preload script.
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
  } catch {
    return false;
  }
}

/** A property of anything; `undefined` when it cannot be read. */
function read(value: unknown, key: string): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  try {
    return (value as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}
