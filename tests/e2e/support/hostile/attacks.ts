import type { Attack } from './attack.ts';
import { browserAttacks } from './browser-attacks.ts';
import { realTimeAttacks } from './real-time-attacks.ts';
import { requestAttacks } from './request-attacks.ts';

/** What a page tries once it is not ours any more. To add an attack is to add a case; those that leave the page are last. */
export const attacks: readonly Attack[] = [...realTimeAttacks, ...requestAttacks, ...browserAttacks];
