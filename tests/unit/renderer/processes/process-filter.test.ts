import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../app/query/query.ts';
import { matches, processFilter, wordsOf } from '../../../../renderer/processes/process-filter.ts';

const firefox: Row = {
  key: 'boot.4711.1',
  pid: 4711,
  name: 'Web Content',
  user: 'marta',
  path: '/usr/lib/firefox-esr/firefox-esr',
  commandLine: 'firefox -contentproc --sandbox',
  parentName: 'gnome-shell',
  app: 'Firefox',
  unit: '/user.slice/app.slice/firefox.scope',
};
const fits = (query: string) => matches(firefox, wordsOf(query));

describe('the filter of processes', () => {
  it('finds a word in name, user, path, PID, command line, parent, app and unit, whatever its case', () => {
    for (const query of ['web', 'MARTA', 'esr', '471', '-contentproc', 'gnome-shell', 'app.slice', 'web cont']) {
      expect(fits(query)).toBe(true);
    }
  });

  it('tells processes of one name apart by what they were started with', () => {
    const node = (commandLine: string): Row => ({ key: commandLine, name: 'node', commandLine });
    const filter = processFilter('node server.js');
    expect(filter?.matches(node('node /srv/server.js'))).toBe(true);
    expect(filter?.matches(node('node /srv/worker.js'))).toBe(false);
  });

  it('wants every word', () => {
    expect(fits('marta firefox')).toBe(true);
    expect(fits('marta chrome')).toBe(false);
  });

  it('is none when there is no word', () => {
    expect(processFilter('')).toBeNull();
    expect(processFilter('   ')).toBeNull();
  });

  it('does not find a word across two fields', () => {
    expect(fits('contentmarta')).toBe(false);
  });

  it('copes with a path that cannot be read', () => {
    expect(matches({ ...firefox, key: 'other', path: null, unit: null, app: null }, wordsOf('esr'))).toBe(false);
  });
});
