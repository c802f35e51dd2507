import { fieldsOf, jsonAnswer, occurrences } from './peer.mjs';

export const title = 'Segment node';
export const answer = jsonAnswer;
export const countEvents = (_request, body) => occurrences(body, '"event":"usage"');

export async function open({ url }) {
  const { Analytics } = await import('@segment/analytics-node');
  const client = new Analytics({ writeKey: 'bench', host: url });
  return {
    record: (event) =>
      client.track({
        userId: '3f2c0e5a-9d6b-4c39-8d53-0a4f5a1b2c3d',
        event: 'usage',
        properties: fieldsOf(event),
      }),
    flush: () => client.flush({ timeout: 10_000 }),
  };
}
