import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { settable, settingAction } from '../../../../../client/page/dialogs/setting-remedy.tsx';
import { setOwnProduct } from '../../../../../client/page/own-product.ts';

beforeEach(() => setOwnProduct(finder));
afterEach(() => setOwnProduct());

const dark = { setting: 'theme', value: 'dark' } as const;

describe('what can be done about a suggested setting', () => {
  it('is to set it, with what it is now', () => {
    expect(settingAction(dark, 'system', undefined)).toEqual({
      text: '“Theme” is “system” now. The button changes that to “dark”, and nothing else.',
      before: undefined,
      isOffered: true,
    });
  });

  it('is to take that back, once it is set', () => {
    expect(settingAction(dark, 'dark', 'system')).toEqual({
      text: '“Theme” is “dark” now. Before it was “system”.',
      before: 'system',
      isOffered: false,
    });
  });

  it('is nothing where it is so already, and setting it where it was changed elsewhere meanwhile', () => {
    expect(settingAction(dark, 'dark', undefined)).toMatchObject({ before: undefined, isOffered: false });
    expect(settingAction(dark, 'light', 'system')).toMatchObject({ before: undefined, isOffered: true });
  });
});

describe('a setting that can be set', () => {
  const settings = { valueOf: () => 'system', set: () => {} };

  it('is one of the product’s words, with a value of its list, that the product sets', () => {
    expect(settable(dark, settings)).toBe('system');
    for (const other of [
      { setting: 'theme', value: 'blue' },
      { setting: 'of-a-later-version', value: 'on' },
      { setting: 'constructor', value: 'on' },
    ]) {
      expect(settable(other, settings)).toBeUndefined();
    }
    expect(settable(dark, { ...settings, valueOf: () => undefined })).toBeUndefined();
    expect(settable(dark, undefined)).toBeUndefined();
  });
});
