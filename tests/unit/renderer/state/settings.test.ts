import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../../../app/ipc/contract.ts';
import { defaultSettings, type Settings, type SettingsState } from '../../../../app/settings.ts';
import type { WriteFailure } from '../../../../client/core/product/client-words.ts';
import { createSettings } from '../../../../renderer/state/settings.ts';

/** Main with several windows; what it says arrives when a test lets it, in the order in which it was said. */
class Main {
  state: SettingsState = { revision: 0, settings: defaultSettings };
  failure: WriteFailure | undefined;
  readonly #listeners: ((state: SettingsState) => void)[] = [];
  readonly #messages: (() => void)[] = [];

  openWindow() {
    const shown: Settings[] = [];
    const failures: WriteFailure[] = [];
    const bridge = {
      invoke: (_channel: string, patch: Partial<Settings>) =>
        new Promise<SettingsState & { failure?: WriteFailure }>((resolve) => {
          this.#messages.push(() => this.#change(patch, resolve));
        }),
      on: (_channel: string, listener: (state: SettingsState) => void) => {
        this.#listeners.push(listener);
        return () => {};
      },
    } as unknown as Bridge;
    const settings = createSettings(bridge, this.state, (why) => failures.push(why));
    settings.subscribe(() => shown.push(settings.get()));
    return { settings, shown, failures };
  }

  /** Lets the oldest message arrive. */
  async next(): Promise<void> {
    this.#messages.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  async all(): Promise<void> {
    while (this.#messages.length > 0) await this.next();
  }

  #change(patch: Partial<Settings>, answer: (state: SettingsState & { failure?: WriteFailure }) => void): void {
    if (this.failure) {
      const failed = { ...this.state, failure: this.failure };
      this.#messages.push(() => answer(failed));
      return;
    }
    const state = { revision: this.state.revision + 1, settings: { ...this.state.settings, ...patch } };
    this.state = state;
    for (const listener of this.#listeners) this.#messages.push(() => listener(state));
    this.#messages.push(() => answer(state));
  }
}

describe('the settings of a window', () => {
  it('never show an earlier one of two quick changes again', async () => {
    const main = new Main();
    const { settings, shown } = main.openWindow();
    settings.change({ theme: 'dark' });
    settings.change({ theme: 'light' });
    settings.change({ theme: 'system', density: 'compact' });
    await main.all();
    expect(shown.map(({ theme }) => theme)).toEqual(['dark', 'light', 'system']);
    expect(settings.get()).toEqual(main.state.settings);
  });

  it('keep a width that is being dragged while another window changes something', async () => {
    const main = new Main();
    const [one, other] = [main.openWindow(), main.openWindow()];
    one.settings.preview({ sidebarWidth: 300 });
    other.settings.change({ redact: true });
    await main.all();
    expect(one.settings.get()).toMatchObject({ sidebarWidth: 300, redact: true });
    one.settings.change({ sidebarWidth: 310 });
    await main.all();
    expect(one.shown.map(({ sidebarWidth }) => sidebarWidth)).toEqual([300, 300, 310]);
    expect(other.settings.get()).toEqual(one.settings.get());
  });

  it('forget a drag that was broken off', () => {
    const { settings } = new Main().openWindow();
    settings.preview({ detailWidth: 500 });
    settings.preview({});
    expect(settings.get()).toEqual(defaultSettings);
  });

  it('are the same in two windows after both changed them at once', async () => {
    const main = new Main();
    const [one, other] = [main.openWindow(), main.openWindow()];
    one.settings.change({ theme: 'dark' });
    other.settings.change({ theme: 'light', pathBarVisible: false });
    one.settings.change({ redact: true });
    await main.all();
    expect(one.settings.get()).toEqual(main.state.settings);
    expect(other.settings.get()).toEqual(main.state.settings);
    expect(main.state.settings).toMatchObject({ theme: 'light', redact: true, pathBarVisible: false });
  });

  it('pass over an older state that arrives late', async () => {
    const main = new Main();
    const { settings } = main.openWindow();
    settings.change({ theme: 'dark' });
    await main.next();
    const late = main.state;
    settings.change({ theme: 'light' });
    await main.all();
    expect(late.revision).toBe(1);
    expect(settings.get().theme).toBe('light');
  });

  it('show what is kept, and say why, when a change cannot be', async () => {
    const main = new Main();
    const { settings, failures } = main.openWindow();
    main.failure = 'full';
    settings.change({ theme: 'dark' });
    expect(settings.get().theme).toBe('dark');
    await main.all();
    expect(settings.get()).toEqual(defaultSettings);
    expect(failures).toEqual(['full']);
  });
});
