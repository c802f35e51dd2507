import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: nobody finds one by trying, so that a plain hash of it is enough to know it by. */
const SECRET_BYTES = 32;

/** Longest secret that is looked at, in characters. */
const MAX_SECRET = 200;

/** @param prefix tells people and scanners of leaked secrets what it is. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is kept of a secret: its SHA-256, in 64 hexadecimal digits. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether something could be a secret of ours or of an operator: no text of a megabyte, no header with spaces. */
export function isSecretForm(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_SECRET && /^[\w-]{32,}$/.test(value);
}
