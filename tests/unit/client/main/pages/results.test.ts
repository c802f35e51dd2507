import { describe, expect, it, vi } from 'vitest';
import { openResults, resultsAddress } from '../../../../../client/main/pages/results.ts';

const own = 'https://results.example/some';

describe('the address of what came of it', () => {
  it('is the product’s, and none where it names none', () => {
    expect(resultsAddress(own, true, {})).toBe(own);
    expect(resultsAddress(undefined, true, {})).toBeUndefined();
  });

  it('is replaced by the environment only in a build that is not packaged', () => {
    const environment = { CANDOR_RESULTS_URL: 'https://elsewhere.example/' };
    expect(resultsAddress(own, false, environment)).toBe('https://elsewhere.example/');
    expect(resultsAddress(own, true, environment)).toBe(own);
    expect(resultsAddress(own, false, { CANDOR_RESULTS_URL: '' })).toBe(own);
  });

  it.each([
    'http://results.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'https://jane:secret@results.example',
    'https://',
    'https://results.example/?installation=1',
    'https://results.example/#1',
    'https://results.example\\@elsewhere.example',
    ' https://results.example',
    'https://results.example\n',
    'results.example',
    `https://results.example/${'a'.repeat(200)}`,
  ])('is none where it is %s', (address) => {
    expect(resultsAddress(address, true, {})).toBeUndefined();
    expect(resultsAddress(undefined, false, { CANDOR_RESULTS_URL: address })).toBeUndefined();
  });
});

describe('opening it', () => {
  it('hands the system that address, and says whether it was taken', async () => {
    const openExternal = vi.fn<(url: string) => Promise<void>>().mockResolvedValueOnce();
    expect(await openResults({ openExternal }, own)).toBe(true);
    openExternal.mockRejectedValueOnce(new Error('no browser'));
    expect(await openResults({ openExternal }, own)).toBe(false);
    expect(openExternal.mock.calls).toEqual([[own], [own]]);
  });
});
