import { WEBHOOK_MS } from '../limits.ts';
import { messageOf } from '../message-of.ts';
import type { Digest } from './digest.ts';

export interface WebhookOptions {
  /** Over TLS, or on this computer (config/option.ts). What stands in its path may be a secret, and is in no message. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  /** How long it may take, in milliseconds. */
  readonly withinMs?: number;
}

/**
 * Sends a digest to an address that its operator has given, once: whoever runs this again sends it again.
 * @param text the same for people, in the field in which most chats look for what they show.
 * @throws Error that says in one sentence why it did not arrive.
 */
export async function sendDigest(digest: Digest, text: string, options: WebhookOptions): Promise<void> {
  const { url, withinMs = WEBHOOK_MS } = options;
  const { origin } = new URL(url);
  const answered = await (options.fetch ?? fetch)(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'candor-collector' },
    body: JSON.stringify({ text, ...digest }),
    // To whom it goes the operator has said, and nobody else does.
    redirect: 'manual',
    signal: AbortSignal.timeout(withinMs),
  }).catch((error: unknown) => {
    throw new Error(`the digest did not arrive at ${origin}: ${whyOf(error, withinMs)}`, { cause: error });
  });
  // What it says besides is read by nobody.
  await answered.body?.cancel();
  if (answered.ok) return;
  const isElsewhere = answered.status >= 300 && answered.status < 400;
  const why = isElsewhere ? 'sends it elsewhere, which is not followed' : 'did not take it';
  throw new Error(`${origin} ${why}: it answered ${answered.status}`);
}

function whyOf(error: unknown, withinMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${withinMs / 1000} s`;
  // What went wrong with the connection; the error itself can have the whole address.
  const { cause } = error as { readonly cause?: Error & { readonly code?: string } };
  return (cause && (messageOf(cause) || cause.code)) ?? 'it cannot be reached';
}
