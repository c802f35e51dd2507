/** Keys that rules are signed with. Private ones never come to a collector: they are of the product's maintainers. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { isSuggestionKey, signedMessage, type VerifyEd25519 } from 'candor-client/core';
import { messageOf } from '../message-of.ts';
import { openOwnFile, syncDirectory } from '../own-files.ts';

export interface SigningKey {
  /** As a product pins it: 32 bytes in Base64. */
  readonly publicKey: string;
  /** The signature of a payload, 64 bytes in Base64. */
  readonly sign: (payload: string) => string;
}

/** Bits of a mode by which others than the owner may read or write. */
const OTHERS = 0o077;

/**
 * Makes a private key in a file that its owner alone may read (PKCS 8, PEM).
 * @throws Error when something is there already: whoever loses a key loses its product's suggestions.
 */
export async function makeKey(file: string): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EEXIST' ? 'it is there already, and no key is ever replaced' : messageOf(error);
    throw new Error(`${file} is not made: ${why}`, { cause: error });
  });
  try {
    await handle.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncDirectory(path.dirname(path.resolve(file)));
  return signingKeyOf(privateKey);
}

/** @throws Error that says in one sentence why a file is no private key that nobody else knows. */
export async function readKey(file: string): Promise<SigningKey> {
  const refused = (why: string, cause?: unknown) => new Error(`${file} is not signed with: ${why}`, { cause });
  const handle = await openOwnFile(file, constants.O_RDONLY, 'followed').catch((error: unknown) => {
    throw refused(messageOf(error), error);
  });
  try {
    const { uid, mode } = await handle.stat();
    const own = process.getuid?.();
    if (own !== undefined && uid !== own) throw refused('it belongs to another user, who knows it');
    if (own !== undefined && (mode & OTHERS) !== 0)
      throw refused(
        'others may read or write it: keep it for its owner alone (chmod 600), and make another key if they did',
      );
    const key = privateKeyIn(await handle.readFile('utf8'));
    if (!key) throw refused('it is no private key of Ed25519; rules keygen makes one');
    return signingKeyOf(key);
  } finally {
    await handle.close();
  }
}

function privateKeyIn(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

function signingKeyOf(key: KeyObject): SigningKey {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return {
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    sign: (payload) => sign(null, Buffer.from(signedMessage(payload)), key).toString('base64'),
  };
}

/** Ed25519 for `readSuggestionsFile`, of Node. */
export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (!isSuggestionKey(publicKey)) return false;
  const x = Buffer.from(publicKey, 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64'));
};
