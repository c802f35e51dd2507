import { fieldsOf, jsonAnswer, occurrences } from './peer.mjs';

export const title = 'Sentry node logs';
export const answer = jsonAnswer;
export const countEvents = (_request, body) => occurrences(body, '"body":"usage"');

const FLUSH_WITHIN_MS = 10_000;

export async function open({ url }) {
  const Sentry = await import('@sentry/node');
  const { host } = new URL(url);
  Sentry.init({ dsn: `http://0123456789abcdef0123456789abcdef@${host}/1`, enableLogs: true });
  return {
    record: (event) => Sentry.logger.info('usage', fieldsOf(event)),
    flush: () => Sentry.flush(FLUSH_WITHIN_MS),
  };
}
