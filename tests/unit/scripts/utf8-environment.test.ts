import { describe, expect, it } from 'vitest';
import { utf8Environment } from '../../../scripts/electron/utf8-environment.ts';

const { PATH } = process.env;

describe.runIf(process.platform === 'linux')('the locale in which npm start and the tests start the app', () => {
  it('is UTF-8 in a terminal whose own is not', () => {
    expect(utf8Environment({ PATH, LANG: 'C' })).toEqual({ LC_ALL: expect.stringMatching(/utf-?8$/i) });
    expect(utf8Environment({ PATH, LC_ALL: 'xx_XX.UTF-8' })).toMatchObject({ LANGUAGE: 'xx_XX.UTF-8' });
  });

  it('stays on a system that cannot tell its locale', () => {
    expect(utf8Environment({ PATH: '/nonexistent', LANG: 'C' })).toEqual({});
  });
});
