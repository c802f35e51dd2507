import { describe, expect, it } from 'vitest';
import { reportPageErrors } from '../../../../../client/page/recording/index.ts';

function setUp() {
  const page = new EventTarget();
  const seen: unknown[][] = [];
  reportPageErrors(page as Window, (thrown, handledBy) => seen.push([thrown, handledBy]));
  return { page, seen };
}

describe("a page's errors", () => {
  it('are reported by what nobody did with them', () => {
    const { page, seen } = setUp();
    const error = new TypeError('no');
    page.dispatchEvent(Object.assign(new Event('error'), { error }));
    page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: undefined }));
    expect(seen).toEqual([
      [error, 'uncaught'],
      [undefined, 'rejection'],
    ]);
  });

  it('do not include what the browser only notes', () => {
    const { page, seen } = setUp();
    const message = 'ResizeObserver loop completed with undelivered notifications.';
    page.dispatchEvent(Object.assign(new Event('error'), { message, error: undefined }));
    expect(seen).toEqual([]);
  });
});
