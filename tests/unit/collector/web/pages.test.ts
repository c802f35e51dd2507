import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { groupName } from '../../../../collector/web/names.ts';
import { issueAddress } from '../../../../collector/web/pages/issue-address.ts';
import { medianOf } from '../../../../collector/web/pages/medians.ts';

describe('the link from a group of errors to a tracker', () => {
  it('has the words of the group where the operator wants them, and none of them can lead elsewhere', () => {
    const row = { class: 'TypeError', code: 'none', file: '../../@elsewhere?x=1&y#z', lastVersion: null };
    const template = 'https://tracker.example.org/new?title={class}+{code}&body={file}@{version}&again={class}';
    expect(issueAddress(template, row)).toBe(
      'https://tracker.example.org/new?title=TypeError+&body=..%2F..%2F%40elsewhere%3Fx%3D1%26y%23z@&again=TypeError',
    );
  });
});

describe('the median of organisations', () => {
  it.each([
    [[], undefined],
    [[1, 9], undefined],
    [[9, 1, 4], 4],
    [[10, 1, 4, 2], 3],
  ])('of %j is %j', (values, median) => expect(medianOf(values)).toBe(median));
});

describe('a group of commands', () => {
  afterEach(() => setLanguage('en'));

  it('is called as menus are in the language of the page, and by its id where it is none', () => {
    expect(['go', 'help', 'note', undefined].map(groupName)).toEqual(['Go', 'Help', 'Note', 'Other']);
    setLanguage('it');
    expect(['go', 'help', 'note', undefined].map(groupName)).toEqual(['Vai', 'Aiuto', 'Note', 'Altro']);
  });
});
