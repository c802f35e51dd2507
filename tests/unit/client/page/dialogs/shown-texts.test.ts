import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../../../../app/commands/catalogue.ts';
import { finder } from '../../../../../app/finder/product.ts';
import { catalogues } from '../../../../../app/messages/index.ts';
import {
  catchers,
  crashes,
  errorClasses,
  goneReasons,
  processKinds,
} from '../../../../../client/core/errors/vocabulary.ts';
import { boundsOf, MAX_BUCKETS, RELATIVE_ERROR } from '../../../../../client/core/measures/histogram.ts';
import { setLanguage } from '../../../../../client/core/texts/catalogues.ts';
import { setProductTexts, textOf } from '../../../../../client/core/texts/index.ts';
import { languages } from '../../../../../client/core/texts/language.ts';
import {
  commandLabel,
  fieldLabel,
  logSentence,
  operationLabel,
  possibleValues,
  said,
  valueNote,
} from '../../../../../client/page/dialogs/field-texts.ts';
import { formatDuration, formatPercent } from '../../../../../client/page/dialogs/format.ts';
import { allFields } from '../../../../../client/page/dialogs/shown-model.ts';
import { setOwnProduct } from '../../../../../client/page/own-product.ts';
import { finderLines, finderMeasures } from '../../../../support/finder-format.ts';

beforeEach(() => setOwnProduct(finder));
afterEach(() => {
  setLanguage('en');
  setOwnProduct();
  setProductTexts({ en: {}, it: {} });
});

describe.each(languages)('in %s', (language) => {
  it('every operation, process and way of noticing an error has words', () => {
    setLanguage(language);
    expect(finderMeasures.operations.filter((id) => operationLabel(id) === id)).toEqual([]);
    expect(processKinds.filter((kind) => said('process', kind) === kind)).toEqual([]);
    expect([...catchers, ...crashes].filter((how) => said('handled', how) === how)).toEqual([]);
    expect(goneReasons.filter((reason) => reason !== 'none' && said('reason', reason) === reason)).toEqual(
      language === 'en' ? ['killed', 'crashed'] : [],
    );
  });

  it('every field has a name, and every unit has words', () => {
    setLanguage(language);
    const fields = allFields().flatMap((group) => group.fields);
    expect(fields.filter(({ path }) => fieldLabel(path) === path)).toEqual([]);
    const units = fields.flatMap((field) =>
      field.type.kind === 'uint' && valueNote(field.path, '1', field) ? [field.type.unit] : [],
    );
    expect(units.filter((unit) => textOf(`shared.unit.${unit}`) === undefined && unit !== 'GiB')).toEqual([]);
  });

  it('the words of the product have the names that it has handed over', () => {
    setLanguage(language);
    expect(commands.filter(({ id }) => commandLabel(id) === id)).toEqual([]);
    expect(commandLabel('go.processes')).toBe(finder.words.commands['go.processes'][language]);
    setOwnProduct();
    expect(commandLabel('go.processes')).toBe('go.processes');
    expect(operationLabel('finder.search')).toBe('finder.search');
    expect(operationLabel('app.start')).not.toBe('app.start');
  });

  it('every line of the log is a sentence, whatever its values', () => {
    setLanguage(language);
    for (const code of Object.keys(finderLines)) {
      const types = Object.values(finderLines[code]?.parameters ?? {});
      const most = Math.max(1, ...types.map((type) => (type.kind === 'enum' ? type.values.length : 1)));
      for (let round = 0; round < most; round += 1) {
        const values = types.map((type) =>
          type.kind === 'enum' ? (type.values[round % type.values.length] ?? '') : type.max,
        );
        const sentence = logSentence({ code, time: 0, values });
        expect(sentence).not.toContain(code);
        expect(sentence).not.toMatch(/[{}]/);
        expect(sentence).toMatch(/\.$/);
      }
    }
  });

  it('every value of a log line has words', () => {
    setLanguage(language);
    setProductTexts(catalogues);
    const words = Object.keys(finderLines)
      .flatMap((code) => Object.values(finderLines[code]?.parameters ?? {}))
      .flatMap((type) => (type.kind === 'enum' ? type.values : []));
    const plain = ['read-only', 'refused'];
    expect(words.filter((word) => said('log', word) === word && !plain.includes(word))).toEqual([]);
  });
});

describe('what a field can be', () => {
  const possible = () =>
    Object.fromEntries(
      allFields().flatMap(({ fields }) => fields.map(({ path, type }) => [path, possibleValues(path, type)])),
    );

  it('is told in words, without bounds that only guard the format and without names of other products', () => {
    const values = possible();
    expect(Object.entries(values).filter(([, text]) => /\d{5}|\d,\d{3},|candor-/.test(text))).toEqual([]);
    expect(values).toMatchObject({
      'envelope.session': 'A whole number',
      'usage.time': 'A number of seconds',
      'context.cores': 'A number of cores, at most 1,024',
      'context.product': 'The name of this app',
      'usage.source': 'One of: Menu, Button, Shortcut, Command palette',
    });
  });
});

describe('what another version of the app has written', () => {
  it('is shown as it is', () => {
    expect(commandLabel('edit.fold')).toBe('edit.fold');
    expect(operationLabel('finder.dream')).toBe('finder.dream');
    expect(said('process', 'quantum')).toBe('quantum');
    expect(said('error', 'TypeError')).toBe('TypeError');
    expect(logSentence({ code: 'app.dreamt', time: 0, values: ['long', 3] })).toBe('app.dreamt long 3');
    expect(logSentence({ code: 'engine.started', time: 0, values: [] })).toBe('engine.started');
  });
});

describe('durations', () => {
  it('stand in the unit that is read at a glance', () => {
    expect([850, 12_345, 1_410_000, 150_000_000, 8_000_000_000].map(formatDuration)).toEqual([
      '850\u00a0µs',
      '12.4\u00a0ms',
      '1.41\u00a0s',
      '2.5\u00a0min',
      '2.23\u00a0h',
    ]);
    setLanguage('it');
    expect(formatDuration(12_345)).toBe('12,4\u00a0ms');
  });

  it('are never said to be shorter than the range that they stand for', () => {
    const factor = { µs: 1, ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9 } as const;
    for (let bucket = 0; bucket < MAX_BUCKETS; bucket += 1) {
      const { upper } = boundsOf(bucket);
      const [figure = '', unit = 'µs'] = formatDuration(upper).split('\u00a0');
      const read = Number(figure.replace(',', '')) * factor[unit as keyof typeof factor];
      expect(read).toBeGreaterThanOrEqual(upper * (1 - 1e-9));
      expect(read).toBeLessThan(upper * 1.011);
    }
  });

  it('lie above the true ones by about what the note says', () => {
    const above = (2 * RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
    for (let bucket = 1; bucket < MAX_BUCKETS; bucket += 1) {
      const { lower, upper } = boundsOf(bucket);
      expect(upper / lower - 1).toBeCloseTo(above, 6);
    }
    expect(formatPercent(above)).toBe('9%');
  });

  it('of errors have a class of the closed list or none', () => {
    expect(errorClasses).toContain('none');
    expect(said('error', 'none')).toBe('Ended');
    expect(said('error', 'other')).toBe('Something that is no error');
  });
});
