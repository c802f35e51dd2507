import { describe, expect, it } from 'vitest';
import { empty, invoke, nothing } from '../../../../client/core/ipc/channel.ts';
import { noWords, type SettingValues } from '../../../../client/core/product/words.ts';
import { bridge } from '../../../../client/page/bridge.ts';

const face = { title: { en: 'Face', it: 'Quadrante' }, values: ['digital', 'hands'] } as const;
const words = { ...noWords, settings: { face } } as const;
const channels = { 'clock.wind': invoke(nothing, empty) };

describe('a product’s own words and channels', () => {
  it('are the only ones that compile', () => {
    const settingsThatDiffer = (): SettingValues<typeof words>[] => [
      {},
      { face: 'hands' },
      // @ts-expect-error the setting has no such value
      { face: 'sand' },
      // @ts-expect-error there is no such setting
      { theme: 'dark' },
    ];
    const asked = () => {
      const own = bridge<typeof channels>();
      return [
        own.invoke('clock.wind'),
        own.invoke('app.info'),
        // @ts-expect-error a channel of neither
        own.invoke('clock.stop'),
        // @ts-expect-error the product has said nothing of channels of its own
        bridge().invoke('clock.wind'),
      ];
    };
    expect(settingsThatDiffer()).toHaveLength(4);
    expect(asked).toBeTypeOf('function');
  });
});
