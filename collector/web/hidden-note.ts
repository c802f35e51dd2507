import { tn } from './messages.ts';

/** Says that groups are left out; nothing when none are. */
export function hiddenNote(hidden: number, k: number): string | undefined {
  return hidden === 0 ? undefined : tn('hidden', hidden, { k });
}
