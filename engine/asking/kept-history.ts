import { type Field, fields } from '../../app/query/fields.ts';
import type { Store } from '../store/store.ts';
import type { KeptHistory } from './answers.ts';
import { AskError } from './ask-error.ts';
import { seriesOf } from './figures.ts';

/** The store as questions about the history itself are put to it. @throws AskError while there is none. */
export function keptHistory(opened: () => Promise<Store | undefined>, now: () => number): KeptHistory {
  const store = async () => {
    const one = await opened();
    if (!one) throw new AskError('store');
    return one;
  };
  return {
    async series(question) {
      const asked = await store();
      return await seriesOf(question, (what, span) => asked.series(what, span));
    },
    async values(type, field, prefix) {
      const list: readonly Field[] = fields[type];
      const property = list.find(({ id }) => id === field)?.property;
      if (property === undefined) throw new AskError('invalid');
      return (await (await store()).values(type, property, prefix)).map(String);
    },
    async status() {
      const asked = await store();
      const status = await asked.status();
      return { ...status, gaps: await asked.gaps({ from: status.from ?? now(), to: now() }) };
    },
    async clear(span) {
      const asked = await store();
      await asked.clear(span);
      return await asked.status();
    },
  };
}
