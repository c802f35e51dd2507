import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { autostartEntry, execLine, loginWords, readAutostartEntry } from '../../../../main/background/desktop-entry.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const entry = (program: string) =>
  autostartEntry({
    name: 'Candor Finder',
    comment: [
      ['en', 'Keeps recording'],
      ['it', 'Registra'],
    ],
    program,
    words: ['--background'],
    icon: 'candor-finder',
  });

/** Reads a value of `Exec` back, as the specification says: first the string, then the words. */
function words(exec: string): string[] {
  const text = exec.replace(/\\(.)/g, (_, after: string) => ({ s: ' ', n: '\n', t: '\t', r: '\r' })[after] ?? after);
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, quoted = '']) =>
    quoted.replace(/\\(["`$\\])/g, '$1').replaceAll('%%', '%'),
  );
}

describe('an autostart entry', () => {
  it('names a profile whole: the system starts it in another folder than the person did', () => {
    const folder = path.resolve('/home/ann');
    const profile = (named: string) => loginWords({ profile: named, app: undefined, folder });
    expect(profile('./kept')).toEqual([`--user-data-dir=${path.join(folder, 'kept')}`, '--background']);
    expect(profile(path.resolve('/srv/kept'))[0]).toBe(`--user-data-dir=${path.resolve('/srv/kept')}`);
    expect(profile('')).toEqual(['--background']);
    expect(loginWords({ profile: '', app: '/src', folder })).toEqual(['/src', '--background']);
  });

  it('starts the program without a window, and does nothing when the program is gone', () => {
    expect(entry('/opt/Candor Finder/candor-finder').split('\n')).toEqual([
      '[Desktop Entry]',
      'Type=Application',
      'Version=1.5',
      'Name=Candor Finder',
      'Comment=Keeps recording',
      'Comment[it]=Registra',
      'TryExec=/opt/Candor Finder/candor-finder',
      'Exec="/opt/Candor Finder/candor-finder" "--background"',
      'Icon=candor-finder',
      'Terminal=false',
      'X-GNOME-Autostart-enabled=true',
      '',
    ]);
  });

  it.each([
    '/home/mario rossi/Candor Finder.AppImage',
    '/opt/100% $HOME `id` "a" \\b',
    "/it's/(here);&|<>#~*?",
    '/tab\tand\nline',
    '/zoë/日本',
  ])('runs %j and nothing else', (program) => {
    const exec = execLine([program, '--background']);
    expect(exec).not.toContain('\n');
    expect(words(exec)).toEqual([program, '--background']);
    expect(readAutostartEntry(entry(program)).exec).toBe(exec);
  });

  it('is taken by the validator of the desktops, where there is one', () => {
    const file = path.join(temporaryFolder(), 'candor-finder.desktop');
    writeFileSync(file, entry('/opt/100% $HOME/"candor"'));
    expect(validated(file)).toBe('');
  });
});

/** What desktop-file-validate has to say. */
function validated(file: string): string {
  try {
    return execFileSync('desktop-file-validate', [file], { encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    return String((error as { stdout?: unknown }).stdout);
  }
}

describe('an entry that is there', () => {
  it.each<[string, boolean]>([
    ['[Desktop Entry]\nExec=a\n', true],
    ['[Desktop Entry]\nExec=a\nHidden=false\n', true],
    ['[Desktop Entry]\nExec=a\nHidden=true\n', false],
    ['[Desktop Entry]\nExec=a\nHidden = true \r\n', false],
    ['[Desktop Entry]\nX-GNOME-Autostart-enabled=false\nExec=a\n', false],
    ['[Desktop Entry]\nExec=a\nX-GNOME-Autostart-enabled=true\n[Other]\nHidden=true\n', true],
    ['# Hidden=true\n[Desktop Entry]\n#Hidden=true\nExec=a\n', true],
  ])('is enabled or not: %j', (text, enabled) => {
    expect(readAutostartEntry(text)).toEqual({ exec: 'a', enabled });
  });

  it('may be anything', () => {
    expect(readAutostartEntry('')).toEqual({ exec: undefined, enabled: true });
    expect(readAutostartEntry('Exec=a\n\u0000\n=\n[')).toEqual({ exec: undefined, enabled: true });
  });
});
