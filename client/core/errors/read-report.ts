import { between, exactly, listOf, within } from '../batch/shapes.ts';
import type { ErrorReport } from './error-report.ts';
import { MAX_FRAMES, MAX_POSITION, MAX_STACK_LINES } from './limits.ts';
import type { Frame } from './stack.ts';
import { bundleFiles, catchers, errorClasses, errorCodes, goneReasons, handledBy, processKinds } from './vocabulary.ts';

const isFrame = exactly<Frame>({
  file: within(bundleFiles),
  line: between(0, MAX_POSITION),
  column: between(0, MAX_POSITION),
});

const hasFields = exactly<ErrorReport>({
  class: within(errorClasses),
  code: within(errorCodes),
  process: within(processKinds),
  handledBy: within(handledBy),
  reason: within(goneReasons),
  frames: listOf(isFrame, MAX_FRAMES),
  foreign: between(0, MAX_STACK_LINES),
});

/** Whether an untrusted value, such as a message from a window, is a report and nothing besides. */
export function isErrorReport(value: unknown): value is ErrorReport {
  if (!hasFields(value)) return false;
  const { class: name, handledBy: handler, reason } = value;
  // Something thrown has a class and no reason; a crash has no class.
  const thrown = catchers.some((catcher) => catcher === handler);
  return thrown === (name !== 'none') && (!thrown || reason === 'none');
}
