import type { ErrorReport } from './error-report.ts';
import { MAX_FRAMES, MAX_POSITION, MAX_STACK_LINES } from './limits.ts';
import type { Frame } from './stack.ts';
import { bundleFiles, catchers, errorClasses, errorCodes, goneReasons, handledBy, processKinds } from './vocabulary.ts';

type Fields<T> = Readonly<Record<keyof T, (value: unknown) => boolean>>;

const frameFields: Fields<Frame> = {
  file: within(bundleFiles),
  line: upTo(MAX_POSITION),
  column: upTo(MAX_POSITION),
};

const reportFields: Fields<ErrorReport> = {
  class: within(errorClasses),
  code: within(errorCodes),
  process: within(processKinds),
  handledBy: within(handledBy),
  reason: within(goneReasons),
  frames: (value) =>
    Array.isArray(value) && value.length <= MAX_FRAMES && value.every((frame) => hasExactly(frame, frameFields)),
  foreign: upTo(MAX_STACK_LINES),
};

/** Whether an untrusted value, such as a message from a window, is a report and nothing besides. */
export function isErrorReport(value: unknown): value is ErrorReport {
  if (!hasExactly(value, reportFields)) return false;
  const { class: name, handledBy: handler, reason } = value as ErrorReport;
  // Something thrown has a class and no reason; a crash has no class.
  const thrown = catchers.some((catcher) => catcher === handler);
  return thrown === (name !== 'none') && (!thrown || reason === 'none');
}

function hasExactly<T>(value: unknown, fields: Fields<T>): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const found = Object.entries(value);
  const checks = fields as Readonly<Record<string, (value: unknown) => boolean>>;
  return (
    found.length === Object.keys(checks).length &&
    found.every(([name, item]) => Object.hasOwn(checks, name) && checks[name]?.(item) === true)
  );
}

function within(values: readonly unknown[]): (value: unknown) => boolean {
  const known = new Set(values);
  return (value) => known.has(value);
}

function upTo(max: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
}
