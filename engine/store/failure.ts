import type { HistoryFailure } from '../../app/finder/history.ts';

/**
 * What an exception of the store means: the disk refuses at the moment, the file is `damaged`, or DuckDB is `broken` and
 * has to be opened anew, after which the file may well be whole; `memory`: what was asked needs more than it may take.
 */
export type StoreFault = HistoryFailure | 'damaged' | 'broken' | 'memory' | 'other';

/**
 * DuckDB says what went wrong in words alone, and so is read for them; the words of the system in it come from `strerror`
 * in English, because neither Node nor Electron sets a locale for it.
 */
export function faultOf(thrown: unknown): StoreFault {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (/no space left|disk quota|disk full|out of disk/i.test(text) || code === 'ENOSPC' || code === 'EDQUOT')
    return 'full';
  if (/could not set lock|conflicting lock|being used by another process/i.test(text)) return 'locked';
  if (
    /read-only|permission denied|operation not permitted|not a directory|is a directory|access is denied/i.test(text)
  ) {
    return 'read-only';
  }
  if (['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EISDIR'].includes(code)) return 'read-only';
  if (/corrupt|checksum|not a valid|serializ|wal file|replay|version number/i.test(text)) {
    return 'damaged';
  }
  if (/^Out of Memory Error/i.test(text)) return 'memory';
  if (/INTERNAL Error|FATAL Error|invalidated/i.test(text)) return 'broken';
  if (/^IO Error|input\/output error/i.test(text) || code === 'EIO') return 'disk';
  return 'other';
}

/** What is told of a fault that stays. */
export function failureOf(fault: StoreFault): HistoryFailure {
  return fault === 'damaged' || fault === 'broken' || fault === 'memory' || fault === 'other' ? 'disk' : fault;
}
