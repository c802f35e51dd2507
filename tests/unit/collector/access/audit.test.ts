import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Audit } from '../../../../collector/access/audit.ts';
import { AUDIT_RECORDS } from '../../../../collector/limits.ts';
import { FileState } from '../../../../collector/state/file-state.ts';
import type { SharedState } from '../../../../collector/state/shared-state.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const DAY_MS = 86_400_000;
const administrator = { name: 'an-administrator', role: 'administrator' } as const;
const [one, other] = [
  { name: 'one', role: 'support' },
  { name: 'other', role: 'support' },
] as const;

/** A state in memory: thousands of records, each forced to a disk, would take minutes. */
function inMemory(): SharedState {
  const records = new Map<string, unknown>();
  const state: SharedState = {
    all: async () => new Map(records),
    put: async (_, id, value) => void records.set(id, value),
    putAll: async (_, all) => all.forEach((value, id) => void records.set(id, value)),
    remove: async (_, id) => void records.delete(id),
    removeAll: async (_, ids) => ids.forEach((id) => void records.delete(id)),
  };
  return state;
}

/** An audit log that already has as many records as it keeps, of what `one` did; a millisecond passes with each record. */
async function fullOf(what: 'installation-looked-up' | 'logged-in') {
  const state = inMemory();
  let now = 20_000 * DAY_MS;
  const audit = new Audit(state, () => ++now);
  await audit.note(administrator, 'token-revoked', 'lost');
  await audit.note(other, 'installation-looked-up', 'an-installation', 'ticket 1');
  const id = (index: number) => `${String(now + index).padStart(15, '0')}-${String(index).padStart(12, '0')}`;
  const flood = Array.from({ length: AUDIT_RECORDS - 2 }, (_, index) => [
    id(index),
    { at: now + index, who: one.name, role: one.role, what, about: null },
  ]);
  await state.putAll('audit', new Map(flood as [string, unknown][]));
  now += AUDIT_RECORDS;
  return audit;
}

describe('the audit log', () => {
  it.each(['installation-looked-up', 'logged-in'] as const)(
    'keeps what others did, however often one does the same: %s',
    async (what) => {
      const audit = await fullOf(what);
      for (let times = 0; times < 5; times++) await audit.note(one, what, null);
      const records = await audit.list();
      expect(records).toHaveLength(AUDIT_RECORDS);
      const others = records.filter(({ who }) => who !== one.name).map(({ who, what }) => `${who}: ${what}`);
      expect(others).toEqual(['other: installation-looked-up', 'an-administrator: token-revoked']);
    },
  );

  it('takes as many look-ups of one name a day as are allowed, also all at once, and those of others', async () => {
    let now = 20_000 * DAY_MS + 5;
    const audit = new Audit(inMemory(), () => now);
    const lookUp = (who: typeof one | typeof other) => audit.noteUpTo(3, who, 'installation-looked-up', 'x', 'ticket');
    const waits = await Promise.all(Array.from({ length: 5 }, () => lookUp(one)));
    expect(waits).toEqual([0, 0, 0, DAY_MS - 5, DAY_MS - 5]);
    expect(await lookUp(other)).toBe(0);
    expect(await audit.list()).toHaveLength(4);
    now += DAY_MS - 6;
    expect(await lookUp(one)).toBe(1);
    now += 1;
    expect(await lookUp(one)).toBe(0);
  });

  it('counts the look-ups that another collector has on record, also those of this moment', async () => {
    const directory = path.join(temporaryFolder(), 'state');
    // No time passes: what each collector has read stands.
    const collector = () => {
      const state = new FileState({ directory, onFault: (message) => expect.unreachable(message), clock: () => 0 });
      return new Audit(state, () => 20_000 * DAY_MS + 5);
    };
    const [first, second] = [collector(), collector()];
    const lookUp = (audit: Audit) => audit.noteUpTo(3, one, 'installation-looked-up', 'x', 'ticket');
    expect(await lookUp(second)).toBe(0);
    expect([await lookUp(first), await lookUp(first)]).toEqual([0, 0]);
    expect(await lookUp(second)).toBe(DAY_MS - 5);
  });
});
