import { randomBytes, randomUUID } from 'node:crypto';
import type { Randomness } from './platform.ts';

export const systemRandomness: Randomness = {
  uuid: () => randomUUID(),
  secret: (length) => randomBytes(length).toString('base64url'),
  fraction: () => Math.random(),
};
