import { expect, it } from 'vitest';
import { type LocalOffers, localAction, offer } from '../../../../renderer/commands/local-commands.ts';
import { createStore } from '../../../../ui/state/store.ts';

it('is done by what offered it last, and by what was there before once that is gone', () => {
  const offers = createStore<LocalOffers>([]);
  const done: string[] = [];
  const run = () => localAction(offers.get(), 'object.end')?.();
  const doing = (who: string) => ({ run: { 'object.end': () => done.push(who) } });
  run();
  const list = offer(offers, doing('list'));
  const detail = offer(offers, doing('detail'));
  offer(offers, { run: {} });
  run();
  detail();
  run();
  list();
  run();
  expect(done).toEqual(['detail', 'list']);
});
