import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import {
  type PolicyEditor,
  policyCommandOutcome,
  policyWord,
} from '../../../../../client/main/policy/policy-command.ts';
import type { PolicyReading } from '../../../../../client/main/policy/policy-document.ts';

describe('the word after --policy', () => {
  const packaged = (...given: string[]) => policyWord(['/opt/Candor Finder/candor-finder', ...given], true);
  const unpackaged = (...given: string[]) => policyWord(['/electron', ...given], false);

  it.each([
    ['the next argument', packaged('--policy', 'off'), 'off'],
    ['after an equals sign', packaged('--policy=standard'), 'standard'],
    ['among switches of Chromium', packaged('--no-sandbox', '--policy', 'unset', '--lang=it'), 'unset'],
    ['empty when it is missing', packaged('--policy'), ''],
    ['empty when nothing follows the sign', packaged('--policy='), ''],
    ['whatever stands there', packaged('--policy', '--no-sandbox'), '--no-sandbox'],
    ['the first of several', packaged('--policy', 'off', '--policy', 'unset'), 'off'],
    ['none in an ordinary start', packaged('--no-sandbox'), undefined],
    ['none in a start without arguments', packaged(), undefined],
    ['none for a switch that only begins alike', packaged('--policy-file', 'off'), undefined],
    ['none after the end of the switches', packaged('--', '--policy', 'off'), undefined],
    ['after the folder in a build that is not packaged', unpackaged('--no-sandbox', '/src', '--policy', 'off'), 'off'],
    ['not before the folder', unpackaged('--policy', '/src'), undefined],
    ['none without a folder', unpackaged('--policy=off'), undefined],
  ])('is %s', (_name, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('setting the policy', () => {
  const editor = (reading: PolicyReading, result: 'done' | 'not-permitted' | 'failed' = 'done') => {
    const written: (Readonly<Record<string, unknown>> | undefined)[] = [];
    const made: PolicyEditor = {
      place: '/etc/policy.json',
      read: () => Promise.resolve(reading),
      write: (fields) => {
        written.push(fields);
        return Promise.resolve(result);
      },
    };
    return { editor: made, written };
  };
  const none: PolicyReading = { status: 'none' };
  const read = (fields: unknown): PolicyReading => ({ status: 'read', fields, trusted: true });
  const rich = { participation: 'off', licenceId: 'L-1', later: [1] };

  it.each([
    ['off', none, { participation: 'off' }],
    ['standard', none, { participation: 'standard' }],
    ['enhanced', read({ participation: 'off' }), { participation: 'enhanced' }],
    ['standard', read(rich), { ...rich, participation: 'standard' }],
    ['unset', read({ participation: 'off' }), undefined],
    ['unset', read(rich), { ...rich, participation: 'enhanced' }],
  ])('to %s writes what is asked for and keeps the rest', async (word, before, after) => {
    const { editor: made, written } = editor(before);
    const { exitCode, text } = await policyCommandOutcome(word, made, finder);
    expect(written).toEqual([after]);
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^[A-Z][^.]+ \(\/etc\/policy\.json\)\.$/);
  });

  it('to nothing where there is nothing is done at once', async () => {
    const { editor: made, written } = editor(none);
    expect(await policyCommandOutcome('unset', made, finder)).toMatchObject({ exitCode: 0 });
    expect(written).toEqual([]);
  });

  it.each(['', 'on', 'OFF', '--no-sandbox', 'toString', 'unset '])(
    'refuses the word "%s" with the usage',
    async (word) => {
      const { editor: made, written } = editor(none);
      expect(await policyCommandOutcome(word, made, finder)).toEqual({
        exitCode: 64,
        text: 'Usage: candor-finder --policy off|standard|enhanced|unset',
      });
      expect(written).toEqual([]);
    },
  );

  it.each([
    ['it is not permitted', 'not-permitted', 77, 'Only an administrator may set the policy'],
    ['the disk refuses', 'failed', 74, 'could not be written'],
  ] as const)('says so when %s', async (_name, result, exitCode, text) => {
    const outcome = await policyCommandOutcome('off', editor(none, result).editor, finder);
    expect(outcome).toEqual({ exitCode, text: expect.stringContaining(text) });
  });

  it('leaves a damaged policy as it is and says what is wrong with it', async () => {
    for (const reading of [{ status: 'damaged', problem: 'it is not JSON' }, read({ participation: 'on' })] as const) {
      const { editor: made, written } = editor(reading);
      const { exitCode, text } = await policyCommandOutcome('standard', made, finder);
      expect(exitCode).toBe(78);
      expect(text).toMatch(/it is not JSON|"participation"/);
      expect(written).toEqual([]);
    }
  });

  it('points to a configuration profile where only a device management sets policies', async () => {
    expect(await policyCommandOutcome('off', undefined, finder)).toEqual({
      exitCode: 69,
      text: expect.stringContaining('configuration profile'),
    });
    expect((await policyCommandOutcome('on', undefined, finder)).exitCode).toBe(64);
  });
});
