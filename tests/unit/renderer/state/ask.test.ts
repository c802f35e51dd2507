import { expect, it } from 'vitest';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { fakeEngine } from './fake-engine.ts';

it('gives what the engine answers, and why when it does not', async () => {
  const engine = fakeEngine();
  const ask = createAsk(engine.api);
  engine.answer = () => ({ ok: true, value: ['root'] });
  expect(await ask({ ask: 'values', type: 'process', field: 'user', prefix: '' })).toEqual({
    ok: true,
    value: ['root'],
  });
  engine.answer = () => ({ ok: false, failure: 'timeout' });
  expect(await ask({ ask: 'history' })).toEqual({ ok: false, failure: 'timeout' });
  engine.answer = () => new Error('main is gone');
  expect(await ask({ ask: 'history' })).toEqual({ ok: false, failure: 'engine' });
});
