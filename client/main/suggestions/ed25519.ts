import { createPublicKey, verify } from 'node:crypto';
import { swallowed } from '../../core/debug.ts';
import type { VerifyEd25519 } from '../../core/suggestions/signed-file.ts';

/** Ed25519 by this platform. Never throws: what is no key has signed nothing. */
export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  try {
    const x = Buffer.from(publicKey, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64'));
  } catch (error) {
    swallowed('client', 'verify-signature', error);
    return false;
  }
};

/**
 * The keys that a product pins; in a build that is not packaged the environment may name others, with commas between them,
 * so that suggestions can be tried before they are signed in earnest.
 */
export function suggestionKeys(
  own: readonly string[] = [],
  packaged: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const replacement = packaged ? undefined : environment['CANDOR_SUGGESTION_KEYS'];
  // An empty variable is none, as everywhere.
  return replacement ? replacement.split(',') : own;
}
