import { expect, test } from 'vitest';
import { displayText } from '../../../../app/text/display.ts';
import { redactText } from '../../../../app/text/redact.ts';
import type { Shown } from '../../../../renderer/object/shown.ts';
import { shownQuery } from '../../../../renderer/object/shown-query.ts';
import { MASK } from '../../../../renderer/redact/redact.ts';

const shownAs = (redact: boolean): Pick<Shown, 'context' | 'text'> => ({
  context: { redact, names: ['vm'], today: 0 },
  text: (text) => (redact ? redactText(displayText(text), ['vm']) : displayText(text)),
});

test.each([
  ['process user:marta cpu>5', `process user:${MASK} cpu>5`],
  ['process (user=marta OR -user!="anna rossi") | sort cpu', `process (user=${MASK} OR -user!=${MASK}) | sort cpu`],
  ['process user:marta,anna', `process user:${MASK},${MASK}`],
  ['connection remote:example remote-port:443', `connection remote:${MASK} remote-port:443`],
  ['process command:"--host vm"', `process command:"--host ${MASK}"`],
  ['process path:/home/marta/x', `process path:/home/${MASK}/x`],
  ['marta user:', 'marta user:'],
])('a search where names are masked names nobody in its fields: %s', (text, shown) => {
  expect(shownQuery(text, 'process', shownAs(true))).toBe(shown);
});

test('a search is shown with signs for what cannot be seen, masked or not', () => {
  for (const redact of [false, true])
    expect(shownQuery('process name="evil\u202Egnp.exe"', undefined, shownAs(redact))).toBe(
      'process name="evil\\u202Egnp.exe"',
    );
});
