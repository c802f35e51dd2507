import { describe, expect, it } from 'vitest';
import { en, t, tn } from '../../../../app/messages/index.ts';
import { createTranslate } from '../../../../app/messages/translate.ts';

describe('the English catalogue', () => {
  const offenders = (bad: (text: string) => boolean) => Object.entries(en).filter(([, text]) => bad(text));

  it('holds texts without stray spaces', () => {
    expect(offenders((text) => text === '' || text !== text.trim() || text.includes('  '))).toEqual([]);
  });

  it('does not shout', () => {
    expect(offenders((text) => text.includes('!'))).toEqual([]);
  });

  it('has balanced braces around names of parameters', () => {
    for (const text of Object.values(en)) expect(text.replace(/\{[a-z]+\}/g, '')).not.toMatch(/[{}]/);
  });

  it('has, for every text that depends on a count, the forms that English needs', () => {
    const keys = Object.keys(en);
    const bases = keys.filter((key) => key.endsWith('.one')).map((key) => key.slice(0, -'.one'.length));
    for (const base of bases) expect(keys).toContain(`${base}.other`);
  });
});

describe('texts', () => {
  it('are filled in, numbers as the language writes them and text as it is', () => {
    expect(t('path.of', { shown: 12, total: 1482 })).toBe('12 of 1,482 processes');
    expect(t('detail.pid', { pid: '1482' })).toBe('PID 1482');
  });

  it('take a value that looks like a parameter as it is', () => {
    expect(t('processes.no-match', { query: '{query}' })).toBe('No process matches “{query}”.');
  });

  it('follow the count', () => {
    expect(tn('path.processes', 1)).toBe('1 process');
    expect(tn('path.processes', 0)).toBe('0 processes');
    expect(tn('shared.lead.waiting', 0)).toBe('Nothing waits to be sent.');
  });

  it('follow the plural rules of the language', () => {
    const polish = createTranslate(
      { 'x.one': '{count} plik', 'x.few': '{count} pliki', 'x.other': '{count} plików' },
      'pl',
    );
    expect([1, 3, 5].map((count) => polish.tn('x', count))).toEqual(['1 plik', '3 pliki', '5 plików']);
  });
});
