import { describe, expect, it } from 'vitest';
import { matches, wordsOf } from '../../../../renderer/processes/process-list.ts';
import { aProcess } from './processes.ts';

const firefox = aProcess({ pid: 4711, name: 'Web Content', user: 'marta', path: '/usr/lib/firefox-esr/firefox-esr' });
const fits = (query: string) => matches(firefox, wordsOf(query));

describe('the filter', () => {
  it('finds a word in name, user, path and PID, whatever its case', () => {
    for (const query of ['content', 'MARTA', 'firefox', '471', 'web cont']) expect(fits(query)).toBe(true);
  });

  it('wants every word', () => {
    expect(fits('marta firefox')).toBe(true);
    expect(fits('marta chrome')).toBe(false);
  });

  it('keeps everything when there is no word', () => {
    expect(fits('')).toBe(true);
    expect(fits('   ')).toBe(true);
  });

  it('does not find a word across two fields', () => {
    expect(fits('contentmarta')).toBe(false);
  });

  it('copes with a path that cannot be read', () => {
    expect(matches(aProcess({ path: null }), wordsOf('bash'))).toBe(true);
    expect(matches(aProcess({ path: null }), wordsOf('usr'))).toBe(false);
  });
});
