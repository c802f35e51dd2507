import { expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../../client/main/pages/app-protocol.ts';
import { developmentPolicy } from '../../../../main/dev/development.ts';

it('a page under development may do what a page may, and load style elements of one nonce and one socket', () => {
  const server = { port: 4711, secret: 'the-secret', socketToken: 'the-token', styleNonce: 'the-nonce' };
  const policy = developmentPolicy(server);
  expect(policy.filter((directive) => !contentSecurityPolicy.includes(directive))).toEqual([
    "style-src 'self' 'nonce-the-nonce'",
    'connect-src ws://127.0.0.1:4711',
  ]);
  expect(contentSecurityPolicy.filter((directive) => !policy.includes(directive))).toEqual(["style-src 'self'"]);
});
