import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryText } from '../support/query-arbitraries.ts';
import { checkCompletions, checkText } from '../support/query-checks.ts';
import { howMany } from './support/how-many.ts';

const INPUTS = howMany({ all: 200_000, soak: 1_000_000 });
/** Some two minutes with a core for itself; nine were seen with sixteen others waiting for it. */
const PATIENCE = 1_800_000;

it(
  `${INPUTS} texts are each read or told what is wrong, and none of them gets into the SQL`,
  () => {
    let checked = 0;
    fc.assert(
      fc.property(arbitraryText, (text) => {
        checkText(text);
        checked += 1;
        // Each fiftieth is completed as well, at a caret in its middle.
        if (checked % 50 === 0) checkCompletions(text, Math.floor(text.length / 2));
      }),
      { numRuns: INPUTS },
    );
    expect(checked).toBe(INPUTS);
  },
  PATIENCE,
);
