import { clientFiles } from '../product/client-words.ts';
import type { ProductWords } from '../product/words.ts';

/**
 * The closed lists that an error report is made of. Nothing else of an error is ever kept: no message, no path, no
 * function name. Entries are only ever added: a collector refuses what it does not know.
 */

/** Classes by name. `Error`: an error of any other class; `other`: something thrown that is no error; `none`: a crash. */
export const errorClasses = [
  'none',
  'other',
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  'SuppressedError',
  'AssertionError',
  'CompileError',
  'LinkError',
  'RuntimeError',
  'SystemError',
  'CborError',
  'AbortError',
  'ConstraintError',
  'DataCloneError',
  'DataError',
  'EncodingError',
  'InvalidAccessError',
  'InvalidCharacterError',
  'InvalidStateError',
  'NetworkError',
  'NotAllowedError',
  'NotFoundError',
  'NotReadableError',
  'NotSupportedError',
  'OperationError',
  'QuotaExceededError',
  'ReadOnlyError',
  'SecurityError',
  'TimeoutError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
] as const;
/** One of the client's classes or of the product's. */
export type ErrorClass = string;

/** Values of `code` that Node, its system calls and DuckDB set. `none`: no textual code; `other`: any other one. */
export const errorCodes = [
  'none',
  'other',
  'ABORT_ERR',
  'E2BIG',
  'EACCES',
  'EADDRINUSE',
  'EAGAIN',
  'EAI_AGAIN',
  'EBADF',
  'EBUSY',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EEXIST',
  'EHOSTUNREACH',
  'EINVAL',
  'EIO',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENETUNREACH',
  'ENFILE',
  'ENODEV',
  'ENOENT',
  'ENOMEM',
  'ENOSPC',
  'ENOSYS',
  'ENOTCONN',
  'ENOTDIR',
  'ENOTEMPTY',
  'ENOTFOUND',
  'ENOTSUP',
  'ENXIO',
  'EPERM',
  'EPIPE',
  'EPROTO',
  'EROFS',
  'ESRCH',
  'ETIMEDOUT',
  'ETXTBSY',
  'EXDEV',
  'ERR_ASSERTION',
  'ERR_BUFFER_OUT_OF_BOUNDS',
  'ERR_CHILD_PROCESS_STDIO_MAXBUFFER',
  'ERR_DLOPEN_FAILED',
  'ERR_INVALID_ARG_TYPE',
  'ERR_INVALID_ARG_VALUE',
  'ERR_INVALID_STATE',
  'ERR_INVALID_URL',
  'ERR_IPC_CHANNEL_CLOSED',
  'ERR_MODULE_NOT_FOUND',
  'ERR_OUT_OF_RANGE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_UNHANDLED_REJECTION',
  'ERR_WORKER_OUT_OF_MEMORY',
  'MODULE_NOT_FOUND',
] as const;
/** One of the client's codes or of the product's. */
export type ErrorCode = string;

/** Where it happened. `helper`: a process of Chromium's own, such as the network service. */
export const processKinds = ['main', 'renderer', 'preload', 'engine', 'gpu', 'helper'] as const;
export type ProcessKind = (typeof processKinds)[number];

/** Who caught something that was thrown. */
export const catchers = ['uncaught', 'rejection', 'boundary', 'caught'] as const;
export type Catcher = (typeof catchers)[number];

/** Ways in which a process ends that leave nothing thrown. */
export const crashes = ['render-process-gone', 'child-process-gone', 'native-crash'] as const;
export type Crash = (typeof crashes)[number];

export const handledBy = [...catchers, ...crashes] as const;
export type HandledBy = (typeof handledBy)[number];

/** Why a process is gone, in Electron's words (RenderProcessGoneDetails); `none` for everything else. */
export const goneReasons = [
  'none',
  'other',
  'clean-exit',
  'abnormal-exit',
  'killed',
  'crashed',
  'oom',
  'launch-failed',
  'integrity-failure',
  'memory-eviction',
] as const;
export type GoneReason = (typeof goneReasons)[number];

/** The parts of our own bundle. */
export const bundleParts = ['main', 'preload', 'renderer'] as const;
export type BundlePart = (typeof bundleParts)[number];

/** The closed lists of a product that a report is made of: the client's words and its own. */
export interface ErrorWords {
  readonly classes: readonly string[];
  readonly codes: readonly string[];
  readonly files: readonly string[];
}

export function errorWords(own: Pick<ProductWords, 'errorClasses' | 'errorCodes' | 'files'>): ErrorWords {
  return {
    classes: [...errorClasses, ...own.errorClasses],
    codes: [...errorCodes, ...own.errorCodes],
    files: [...clientFiles, ...own.files],
  };
}

/** The entry of a closed list that `value` is, or `otherwise`. Takes anything. */
export function oneOfOr<const V extends string, const D extends V>(
  values: readonly V[],
  value: unknown,
  otherwise: D,
): V {
  return values.find((known) => known === value) ?? otherwise;
}
