import type { Attack } from './attack.ts';
import { browserAttacks, leavingAttacks } from './browser-attacks.ts';
import { realTimeAttacks } from './real-time-attacks.ts';
import { requestAttacks } from './request-attacks.ts';

/** What a page tries once it is not ours any more. To add an attack is to add a case. */
export const attacks: readonly Attack[] = [...realTimeAttacks, ...requestAttacks, ...browserAttacks, ...leavingAttacks];
