import type { CollectingLevel } from '../../app/consent/levels.ts';

/** Levels that people can choose. Enhanced joins when its fields stand in the event registry. */
export const offeredLevels = ['standard'] as const satisfies readonly [CollectingLevel, ...CollectingLevel[]];
