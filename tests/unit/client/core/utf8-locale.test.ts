import { describe, expect, it } from 'vitest';
import { isPlainPath, utf8Variables } from '../../../../client/core/utf8-locale.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `locale charmap` on a computer with these locales. */
const computer =
  (...installed: string[]) =>
  ({ LC_ALL, LC_CTYPE, LANG }: Environment) =>
    installed.includes(LC_ALL || LC_CTYPE || LANG || 'C') ? 'UTF-8' : 'ANSI_X3.4-1968';

describe('the locale of paths', () => {
  it('stays where it is UTF-8', () => {
    expect(utf8Variables({ LANG: 'it_IT.UTF-8' }, computer('it_IT.UTF-8'))).toEqual({});
    expect(utf8Variables({ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, computer('C.UTF-8'))).toEqual({});
  });

  it.each<[Environment, Record<string, string>]>([
    [{}, {}],
    [{ LANG: 'C' }, {}],
    [{ LC_ALL: 'POSIX' }, {}],
    [{ LC_ALL: 'C.ISO-8859-1' }, {}],
    // Said, and not installed, as in many a session over SSH.
    [{ LANG: 'it_IT.UTF-8' }, { LANGUAGE: 'it_IT.UTF-8' }],
    [{ LANG: 'en_GB', LC_ALL: 'it_IT' }, { LANGUAGE: 'it_IT' }],
    [{ LANG: 'de_CH', LANGUAGE: 'it' }, { LANGUAGE: 'it:de_CH' }],
    [{ LC_ALL: 'C', LANGUAGE: 'it' }, { LANGUAGE: 'it' }],
  ])('becomes UTF-8 with the language of %j', (environment, language) => {
    expect(utf8Variables(environment, computer('C.UTF-8'))).toEqual({ ...language, LC_ALL: 'C.UTF-8' });
  });

  it('is another one where the usual one is not installed, and none where no one is', () => {
    expect(utf8Variables({ LANG: 'C' }, computer('en_US.UTF-8'))).toEqual({ LC_ALL: 'en_US.UTF-8' });
    expect(utf8Variables({ LANG: 'C' }, computer())).toBeUndefined();
  });

  it('matters for paths outside of ASCII alone', () => {
    expect(isPlainPath('/home/zoe/it\'s "here"\n')).toBe(true);
    expect(isPlainPath('/home/zoë')).toBe(false);
  });
});
