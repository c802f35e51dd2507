import { generateKeyPairSync, sign } from 'node:crypto';
import { finder } from '../../app/finder/product.ts';
import type { Condition, Rule } from '../../client/core/suggestions/rules.ts';
import { signedMessage, writeSuggestionsFile } from '../../client/core/suggestions/signed-file.ts';

/** Somebody who signs suggestions. */
export interface Signer {
  /** The public key, as a product pins it. */
  readonly pinned: string;
  readonly sign: (text: string) => string;
}

export function someSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pinned = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
  return { pinned, sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64') };
}

export const usedOften: Condition = { field: 'usage.command', of: 'view.refresh', op: 'at-least', value: 3 };

export const someRule = (more: Partial<Record<keyof Rule, unknown>> = {}) => ({
  id: 'live-instead-of-refresh',
  when: [usedOften],
  text: { en: 'The list follows by itself.', it: 'L’elenco si aggiorna da solo.' },
  ...more,
});

/** A document of rules for the Finder, as JSON has it, with these rules; it holds in the spring of 2026. */
export const someDocument = (rules: readonly unknown[] = [someRule()], more: object = {}) => ({
  product: finder.id,
  serial: 7,
  issued: '2026-03-01',
  expires: '2026-06-30',
  rules,
  ...more,
});

/** The file of a document. */
export function signedFile(document: unknown, ...signers: readonly Signer[]): string {
  const payload = JSON.stringify(document);
  return writeSuggestionsFile(
    payload,
    signers.map((signer) => signer.sign(signedMessage(payload))),
  );
}
