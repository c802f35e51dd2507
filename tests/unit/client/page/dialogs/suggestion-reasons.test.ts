import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import type { Condition, Rule } from '../../../../../client/core/suggestions/rules.ts';
import { setLanguage } from '../../../../../client/core/texts/catalogues.ts';
import { reasonSentence, remedySentence } from '../../../../../client/page/dialogs/suggestion-reasons.ts';
import { setOwnProduct } from '../../../../../client/page/own-product.ts';
import { someRule, usedOften } from '../../../../support/signed-suggestions.ts';

beforeEach(() => setOwnProduct(finder));
afterEach(() => {
  setLanguage('en');
  setOwnProduct();
});

const because = (when: readonly Condition[], ...found: (number | undefined)[]) =>
  reasonSentence({ rule: someRule({ when }) as unknown as Rule, found });

const duration = (quantile: 0.5 | 0.95): Condition => ({
  field: 'operations.duration',
  of: 'finder.search',
  outcome: 'ok',
  quantile,
  op: 'at-least',
  value: 500,
});

describe('why something is suggested', () => {
  it.each<[Condition, number | undefined, string]>([
    [usedOften, 3, 'Because you used “Refresh” 3 times; seen on this computer only.'],
    [usedOften, undefined, 'Because of what happened in an earlier session; seen on this computer only.'],
    [
      { field: 'usage.command', of: 'go.search', op: 'below', value: 1 },
      0,
      'Because you have not used “Search” in this session; seen on this computer only.',
    ],
    [
      { field: 'usage.sequence', of: ['go.back', 'go.search', 'go.back'], op: 'at-least', value: 1 },
      1,
      'Because you used “Back”, “Search”, and “Back” one after another once; seen on this computer only.',
    ],
    [
      duration(0.5),
      812,
      'Because “Search” took 812\u00a0ms or longer in half of the cases; seen on this computer only.',
    ],
    [
      duration(0.95),
      2400,
      'Because “Search” took 2.4\u00a0s or longer in 5% of the cases; seen on this computer only.',
    ],
    [
      { field: 'operations.count', of: 'finder.search', outcome: 'failed', op: 'at-least', value: 2 },
      2,
      'Because “Search” failed 2 times; seen on this computer only.',
    ],
    [
      { field: 'counts', of: 'cache.misses', op: 'at-least', value: 9 },
      12,
      'Because “Answers worked out” came to 12; seen on this computer only.',
    ],
    [
      { field: 'errors.count', of: { code: 'ENOSPC' }, op: 'at-least', value: 1 },
      1,
      'Because the app met an error (ENOSPC) once; seen on this computer only.',
    ],
    [
      { field: 'context.os', op: 'is', value: ['linux', 'macos'] },
      undefined,
      'Because “Operating system” is Linux or macOS; seen on this computer only.',
    ],
    [
      { field: 'context.version', op: 'below', value: '1.1.0' },
      undefined,
      'Because “Product version” is before 1.1.0; seen on this computer only.',
    ],
    [
      { field: 'context.memory', op: 'at-least', value: 16 },
      undefined,
      'Because “Memory” is 16\u00a0GiB or more; seen on this computer only.',
    ],
    [
      { field: 'configuration', of: 'theme', op: 'unchanged' },
      undefined,
      'Because “Theme” is set as it came; seen on this computer only.',
    ],
  ])('%j', (condition, found, sentence) => {
    expect(because([condition], found)).toBe(sentence);
  });

  it('names all conditions, and an earlier session once', () => {
    const memory: Condition = { field: 'context.memory', op: 'below', value: 8 };
    expect(because([usedOften, duration(0.5), memory], undefined, undefined, undefined)).toBe(
      'Because of what happened in an earlier session and “Memory” is less than 8\u00a0GiB; seen on this computer only.',
    );
  });

  it('is said in Italian', () => {
    setLanguage('it');
    expect(because([usedOften], 1)).toBe('Perché hai usato “Aggiorna” una volta; lo si vede solo su questo computer.');
  });
});

it('says what helps where no button does', () => {
  expect(remedySentence({ version: '1.1.0' })).toBe('Update to version 1.1.0 or a later one.');
  expect(remedySentence({ setting: 'theme', value: 'dark' })).toBe('Set “Theme” to “dark”.');
  expect(remedySentence({ command: 'go.search' })).toBeUndefined();
  expect(remedySentence(undefined)).toBeUndefined();
});
