import { fieldsOf, jsonAnswer, occurrences } from './peer.mjs';

export const title = 'Amplitude node';
export const answer = jsonAnswer;
export const countEvents = (_request, body) => occurrences(body, '"event_type":"usage"');

export async function open({ url }) {
  const { createInstance } = await import('@amplitude/analytics-node');
  const client = createInstance();
  await client.init('bench', { serverUrl: `${url}/2/httpapi` }).promise;
  return {
    record: (event) => void client.track('usage', fieldsOf(event), { user_id: '3f2c0e5a-9d6b-4c39-8d53-0a4f5a1b2c3d' }),
    flush: () => client.flush().promise,
  };
}
