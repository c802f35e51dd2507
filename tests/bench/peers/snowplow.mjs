import { fieldsOf, jsonAnswer, occurrences } from './peer.mjs';

export const title = 'Snowplow node';
export const answer = jsonAnswer;
export const countEvents = (_request, body) => occurrences(body, '"e":"ue"');

export async function open({ url }) {
  const { buildSelfDescribingEvent, newTracker } = await import('@snowplow/node-tracker');
  const tracker = newTracker({ namespace: 'bench', appId: 'candor-finder' }, { endpoint: url });
  return {
    record: (event) =>
      tracker.track(
        buildSelfDescribingEvent({
          event: { schema: 'iglu:org.example/usage/jsonschema/1-0-0', data: fieldsOf(event) },
        }),
      ),
    flush: () => tracker.flush(),
  };
}
