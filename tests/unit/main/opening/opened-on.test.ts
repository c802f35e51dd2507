import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { OpenedOn } from '../../../../main/opening/opened-on.ts';

function setUp() {
  const sent: string[] = [];
  const openedOn = new OpenedOn((_contents, _channel, { query }) => sent.push(query));
  const window = { id: 3, webContents: {} } as BrowserWindow;
  return { openedOn, window, sent };
}

describe('a search from a terminal', () => {
  it('is handed once to the window that was opened on it', () => {
    const { openedOn, window, sent } = setUp();
    openedOn.show(window, 'port:3000');
    expect([openedOn.take(window), openedOn.take(window)]).toEqual([{ query: 'port:3000' }, { query: null }]);
    expect(sent).toEqual([]);
  });

  it('is sent to a window whose page is there already', () => {
    const { openedOn, window, sent } = setUp();
    openedOn.take(window);
    openedOn.show(window, 'port:3000');
    openedOn.show(window, null);
    expect(sent).toEqual(['port:3000']);
    expect(openedOn.take(window)).toEqual({ query: null });
  });

  it('waits for a page that is not there yet; the last one counts', () => {
    const { openedOn, window, sent } = setUp();
    openedOn.show(window, 'port:3000');
    openedOn.show(window, 'port:4000');
    openedOn.show(window, null);
    expect(sent).toEqual([]);
    expect(openedOn.take(window)).toEqual({ query: 'port:4000' });
  });

  it('goes with its window', () => {
    const { openedOn, window, sent } = setUp();
    openedOn.take(window);
    openedOn.forget(window.id);
    openedOn.show(window, 'port:3000');
    expect(sent).toEqual([]);
  });
});
