import type { Asked, Question } from '../../../../app/finder/asking.ts';
import type { ListChanges, ListTopic } from '../../../../app/finder/live.ts';
import { sendAnswer } from '../../../../app/finder/sent-answer.ts';
import type { Bridge, EventChannel, InvokeChannel, PayloadOf, RequestOf } from '../../../../app/ipc/contract.ts';
import type { Row } from '../../../../app/query/query.ts';

type Answer = Asked | Error | Promise<Asked>;

/** Main and the engine as a window sees them: what it asked, and what it is told. */
export function fakeEngine() {
  const requests: { readonly channel: InvokeChannel; readonly request: unknown }[] = [];
  const listeners = new Map<EventChannel, ((payload: never) => void)[]>();
  const engine = {
    requests,
    answer: (_question: Question): Answer => ({ ok: false, failure: 'not-found' }) as const,
    emit<C extends EventChannel>(channel: C, payload: PayloadOf<C>) {
      for (const listener of listeners.get(channel) ?? []) listener(payload as never);
    },
    questions: () =>
      requests.filter(({ channel }) => channel === 'finder.ask').map(({ request }) => request as Question),
    watched: () =>
      requests
        .filter(({ channel }) => channel === 'finder.watch')
        .map(({ request }) => request as RequestOf<'finder.watch'>),
    api: {
      invoke: async (channel: InvokeChannel, request?: unknown) => {
        requests.push({ channel, request });
        if (channel !== 'finder.ask') return {};
        const answer = await engine.answer(request as Question);
        if (answer instanceof Error) throw answer;
        return sendAnswer(answer);
      },
      on: (channel: EventChannel, listener: (payload: never) => void) => {
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
        return () => {};
      },
    } as unknown as Bridge,
  };
  return engine;
}

export const row = (key: string, properties: Readonly<Record<string, string | number | boolean | null>> = {}): Row => ({
  key,
  name: key,
  ...properties,
});

export function changesOf(
  sequence: number,
  rows: readonly Row[],
  more: { readonly whole?: boolean; readonly gone?: readonly string[]; readonly topic?: ListTopic } = {},
): ListChanges {
  const { whole = false, gone = [], topic = 'processes' } = more;
  return { topic, at: 1000 * sequence, whole, changed: rows, gone, sequence };
}

/** Lets promises that are already settled run on. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}
