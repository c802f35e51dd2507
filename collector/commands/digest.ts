/** `candor-collector digest`: what changed from one closed week to the next, for whoever does not look at the dashboard. */
import { digestOf } from '../given/digest.ts';
import { digestText } from '../given/digest-text.ts';
import { sendDigest } from '../given/webhook.ts';
import { writeGiven } from '../given/write-given.ts';
import { asking } from './asking.ts';
import type { AskingOption } from './clickhouse-options.ts';
import type { Run } from './command.ts';

/** Prints it, unless it goes to a file or to a webhook, or to both. Resolves to 1 when it could not be told or did not arrive. */
export const runDigest: Run<AskingOption | 'to' | 'format' | 'webhook'> = async ({ settings }) => {
  const { to, format, webhook } = settings;
  const digest = await asking(settings, async ({ answering, manifests }) =>
    digestOf(
      answering,
      manifests.map(({ product, name }) => ({ product, name })),
    ),
  );
  const text = digestText(digest);
  const written = format === 'json' ? `${JSON.stringify(digest, null, 2)}\n` : text;
  if (to !== undefined) {
    await writeGiven(to, written);
    console.log(`the digest of ${digest.week.from} to ${digest.week.to} is in ${to}`);
  }
  if (webhook !== undefined) {
    await sendDigest(digest, text, { url: webhook });
    console.log(`the digest of ${digest.week.from} to ${digest.week.to} was taken by ${new URL(webhook).origin}`);
  }
  if (to === undefined && webhook === undefined) process.stdout.write(written);
  return 0;
};
