import { describe, expect, it } from 'vitest';
import { failureOf, faultOf } from '../../../../engine/store/failure.ts';

describe('what an exception of the store means', () => {
  it.each([
    ['IO Error: Could not write file "/h/history.duckdb.wal": No space left on device', 'full'],
    ['TransactionContext Error: Failed to commit: Could not write file "/h/x.wal": No space left on device', 'full'],
    ['FATAL Error: Failed to create checkpoint because of error: No space left on device', 'full'],
    ['IO Error: Cannot open file "/h/history.duckdb": Read-only file system', 'read-only'],
    ['IO Error: Cannot open file "/h/history.duckdb": Permission denied', 'read-only'],
    ['IO Error: Could not set lock on file "/h/history.duckdb": Conflicting lock is held in node (PID 7)', 'locked'],
    ['IO Error: The file "/h/history.duckdb" exists, but it is not a valid DuckDB database file!', 'damaged'],
    ['IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2', 'damaged'],
    ['Serialization Error: Failed to deserialize: field id mismatch', 'damaged'],
    ['FATAL Error: Failed: database has been invalidated because of a previous fatal error', 'broken'],
    ['INTERNAL Error: Attempted to access index 0', 'broken'],
    ['IO Error: Could not read from file "/h/history.duckdb": Input/output error', 'disk'],
    ['Invalid Input Error: missing ]: [a', 'other'],
    ['INTERRUPT Error: Interrupted!', 'other'],
    ['Out of Memory Error: failed to pin block of size 256.0 KiB (122.0 MiB/122.0 MiB used)', 'memory'],
  ] as const)('%s', (message, fault) => {
    expect(faultOf(new Error(message))).toBe(fault);
  });

  it.each([
    ['ENOSPC', 'full'],
    ['EROFS', 'read-only'],
    ['EACCES', 'read-only'],
    ['EIO', 'disk'],
  ] as const)('%s of the system', (code, fault) => {
    expect(faultOf(Object.assign(new Error('it failed'), { code }))).toBe(fault);
  });

  it('is told as a fault of the disk when nothing better is known', () => {
    expect([failureOf('other'), failureOf('damaged'), failureOf('full')]).toEqual(['disk', 'disk', 'full']);
  });
});
