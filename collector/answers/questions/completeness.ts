import { z } from 'zod';
import { COMPLETENESS_SINCE, completenessRows } from '../completeness.ts';
import type { Question } from '../question.ts';
import { Count } from './tables.ts';

const Figure = z.number().nullable().describe('Null where it is withheld. It is moved, so it may be off by a few.');

export const ReceivedOfSchema = z
  .strictObject({ received: Figure, expected: Figure })
  .describe(
    'Received in the range, and expected in it: by the numbers in which an installation counts its sessions, and the parts of each. What comes later than what follows it is received, and expected no more.',
  );

/** What did not arrive, by reason, and how much of what there was did. */
export const completeness: Question = {
  title: 'What was lost, and how much was received?',
  columns: {
    reason: z
      .string()
      .describe(
        'As the installations say; `sessions-missing` and `parts-missing` by the numbers that were not received, less what came late on the same day.',
      ),
    lost: z.int().describe('Events or parts of sessions; of `sessions-missing`, sessions.'),
    installations: Count,
  },
  summary: { sessions: ReceivedOfSchema, parts: ReceivedOfSchema },
  since: COMPLETENESS_SINCE,
  hasPeriods: true,
  ask: completenessRows,
};
