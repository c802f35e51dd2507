import type { Settings } from '../app/settings.ts';

/** What is recorded, and what of it is kept: a change of these begins recording, ends it, or removes what is held. */
const ofHistory = ['history', 'historyDays', 'historyMegabytes', 'historyMemory', 'excludedPrograms'] as const;

/** What a page may not set off by itself: that the app is started by the system, and whatever becomes of the history. */
export function needsHand(wanted: Partial<Settings>, before: Settings): boolean {
  if (wanted.keepRecording === 'on' && before.keepRecording !== 'on') return true;
  return ofHistory.some((name) => {
    const value = wanted[name];
    return value !== undefined && JSON.stringify(value) !== JSON.stringify(before[name]);
  });
}
