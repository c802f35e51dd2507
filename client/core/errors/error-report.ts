import type { Sha256 } from '../batch/batch-id.ts';
import { type BundleRoot, type Frame, readFrames } from './stack.ts';
import { reduceThrown, type Thrown } from './thrown.ts';
import {
  type Catcher,
  type Crash,
  type ErrorClass,
  type ErrorCode,
  type ErrorWords,
  type GoneReason,
  goneReasons,
  type HandledBy,
  oneOfOr,
  type ProcessKind,
} from './vocabulary.ts';

/** What is kept of an error: closed values and bounded numbers alone. */
export interface ErrorReport {
  readonly class: ErrorClass;
  readonly code: ErrorCode;
  readonly process: ProcessKind;
  readonly handledBy: HandledBy;
  readonly reason: GoneReason;
  /** At most 12, innermost first. */
  readonly frames: readonly Frame[];
  /** Lines of the stack outside our bundle, at most 32. */
  readonly foreign: number;
}

/** Reduces whatever was thrown to a report. Never throws; see {@link reduceThrown}. */
export function describeError(thrown: unknown, ...how: Where): ErrorReport {
  return describeThrown(reduceThrown(thrown), ...how);
}

type Where = [
  where: { readonly process: ProcessKind; readonly handledBy: Catcher },
  /** Where our own code lies. */
  roots: readonly BundleRoot[],
  words: ErrorWords,
];

/** The report of something thrown that was reduced, here or in a preload script. */
export function describeThrown({ name, code, places }: Thrown, ...[where, roots, words]: Where): ErrorReport {
  const { own, foreign } = readFrames(places, roots, words.files);
  return {
    class: name === undefined ? 'other' : errorClass(name, words.classes),
    code: code === undefined ? 'none' : oneOfOr(words.codes, code, 'other'),
    process: where.process,
    handledBy: where.handledBy,
    reason: 'none',
    frames: own,
    foreign,
  };
}

/** A report of a process that is gone, or that left a crash dump. */
export function describeCrash(process: ProcessKind, crash: Crash, reason?: unknown): ErrorReport {
  return {
    class: 'none',
    code: 'none',
    process,
    handledBy: crash,
    reason: crash === 'native-crash' ? 'none' : oneOfOr(goneReasons, reason, 'other'),
    frames: [],
    foreign: 0,
  };
}

/**
 * The kind of a process by the details of Electron's `child-process-gone`.
 * @param engineName the `serviceName` with which the engine is forked; Electron gives it back as `name`.
 */
export function processOfChild(
  details: { readonly type?: unknown; readonly name?: unknown },
  engineName: string | undefined,
): ProcessKind {
  if (details.type === 'GPU') return 'gpu';
  return details.type === 'Utility' && engineName !== undefined && details.name === engineName ? 'engine' : 'helper';
}

/**
 * What makes two reports the same: everything but the number of foreign lines, which depends on who called us.
 *
 * Lines and columns are part of it. Windows are minified to one line, and no function names are kept, so without the
 * columns all errors of a class would be one. The price is that the same fault has another fingerprint in each build:
 * the collector compares versions by class, code and files instead.
 */
export function identityOf(report: ErrorReport): string {
  const { class: name, code, process, handledBy, reason, frames } = report;
  const places = frames.map(({ file, line, column }) => `${file}:${line}:${column}`);
  return ['candor/error/1', name, code, process, handledBy, reason, ...places].join('\n');
}

/** SHA-256 of {@link identityOf} in lower-case hexadecimal: 64 characters. */
export function fingerprintOf(report: ErrorReport, sha256: Sha256): string {
  return Array.from(sha256(identityOf(report)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `none` and `other` are our own words, not names of classes. */
function errorClass(name: unknown, classes: readonly string[]): ErrorClass {
  const known = oneOfOr(classes, name, 'Error');
  return known === 'none' || known === 'other' ? 'Error' : known;
}
