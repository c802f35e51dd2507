import { describe, expect, it } from 'vitest';
import { looksRandom, type Secrecy, secrecyOf } from '../../../../../engine/sampler/masking/secret-names.ts';

const names: [name: string, secrecy: Secrecy][] = [
  ['--password', 'secret'],
  ['DB_PASSWORD', 'secret'],
  ['dbPassword', 'secret'],
  ['AWS_SECRET_ACCESS_KEY', 'secret'],
  ['AZURE_STORAGE_KEY', 'secret'],
  ['sessionToken', 'secret'],
  ['X-Api-Key', 'secret'],
  ['accesstoken', 'secret'],
  ['pin', 'secret'],
  ['--key', 'maybe'],
  ['ssh-keys', 'maybe'],
  ['signature', 'maybe'],
  ['session', 'maybe'],
  ['--password-file', 'open'],
  ['tokenUrl', 'open'],
  ['--no-password', 'open'],
  ['SSH_ASKPASS', 'open'],
  ['--port', 'open'],
  ['--max-tokens', 'open'],
  ['--passive', 'open'],
  ['compass', 'open'],
  ['', 'open'],
];

describe('the name of an option', () => {
  it.each(names)('%s is %s', (name, secrecy) => {
    expect(secrecyOf(name)).toBe(secrecy);
  });
});

describe('a value', () => {
  it.each(['0123456789abcdef', '0xDEADBEEFDEADBEEF', 'aB3dE5gH7jK9mN1pQ3sT', 'q8Zx/1kTn2+0aaaaBBBBcccc=='])(
    '%s looks random',
    (value) => {
      expect(looksRandom(value)).toBe(true);
    },
  );

  it.each(['F1', 'some-long-descriptive-name', '/home/anna/Keys/server-1', '12345', 'https://Example1.org/abcdefgh'])(
    '%s does not',
    (value) => {
      expect(looksRandom(value)).toBe(false);
    },
  );
});
