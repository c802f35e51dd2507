import { between, exactly, listOf, type Shape, within } from '../batch/shapes.ts';
import type { ErrorReport } from './error-report.ts';
import { MAX_FRAMES, MAX_POSITION, MAX_STACK_LINES } from './limits.ts';
import type { Frame } from './stack.ts';
import { catchers, type ErrorWords, goneReasons, handledBy, processKinds } from './vocabulary.ts';

/**
 * Whether an untrusted value, such as a message from a window, is a report and nothing besides.
 */
export function reportShape({ classes, codes, files }: ErrorWords): Shape<ErrorReport> {
  const isFrame = exactly<Frame>({
    file: within(files),
    line: between(0, MAX_POSITION),
    column: between(0, MAX_POSITION),
  });
  const hasFields = exactly<ErrorReport>({
    class: within(classes),
    code: within(codes),
    process: within(processKinds),
    handledBy: within(handledBy),
    reason: within(goneReasons),
    frames: listOf(isFrame, MAX_FRAMES),
    foreign: between(0, MAX_STACK_LINES),
  });
  return (value): value is ErrorReport => hasFields(value) && holdsTogether(value);
}

/** The rules that cross fields: something thrown has a class and no reason; a crash has no class. */
export function holdsTogether(report: ErrorReport): boolean {
  const { class: name, handledBy: handler, reason } = report;
  const thrown = catchers.some((catcher) => catcher === handler);
  return thrown === (name !== 'none') && (!thrown || reason === 'none');
}
