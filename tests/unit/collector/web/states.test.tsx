import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../../../collector/web/asking/ask.ts';
import { Failed, NoDay } from '../../../../collector/web/parts/states.tsx';

describe('what stands in place of figures', () => {
  it.each([
    [{ kind: 'unreachable' }, 'does not answer', true],
    [{ kind: 'starting' }, 'being started', true],
    [{ kind: 'logged-out' }, 'Log in again', false],
    [{ kind: 'forbidden' }, 'Your role does not include this', false],
    [{ kind: 'too-many' }, 'No more look-ups today', false],
    [{ kind: 'no-day' }, 'No day of these has closed', false],
    [{ kind: 'without-storage' }, 'makes no figures', false],
    [{ kind: 'refused', message: 'At most 3 filters at a time.' }, 'At most 3 filters at a time.', false],
  ] as [Failure, string, boolean][])('says why, and what can be done: %j', (failure, said, isTriedAgain) => {
    vi.stubGlobal('window', { location: { pathname: '/features', search: '?os=linux', hash: '#top' } });
    vi.stubGlobal('navigator', { onLine: true });
    const markup = renderToStaticMarkup(<Failed failure={failure} askAgain={() => {}} />);
    expect(markup).toContain(said);
    expect(markup.includes('Try again')).toBe(isTriedAgain);
    expect(markup.includes('href="/login?next=%2Ffeatures%3Fos%3Dlinux#top"')).toBe(failure.kind === 'logged-out');
  });

  it('says that this computer is offline when it is', () => {
    vi.stubGlobal('navigator', { onLine: false });
    const markup = renderToStaticMarkup(<Failed failure={{ kind: 'unreachable' }} askAgain={() => {}} />);
    expect(markup).toContain('not connected to a network');
  });

  it('says when the first day closes, in the time of who reads it', () => {
    const midnight = Date.parse('2026-03-10T00:00:00Z');
    const time = new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(midnight);
    const markup = renderToStaticMarkup(<NoDay now={midnight - 1} />);
    expect(markup).toContain(`closes soon after ${time}, your time`);
  });
});
