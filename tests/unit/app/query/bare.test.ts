import { expect, test } from 'vitest';
import { portWritten } from '../../../../app/query/bare.ts';

test.each([
  ':3000',
  'localhost:3000',
  'LOCALHOST:3000',
  'http://localhost:3000',
  'https://localhost:3000/shop?a=1#b',
  'ws://127.0.0.1:3000/',
  '127.0.0.1:3000',
  '0.0.0.0:3000',
  '*:3000',
  '[::1]:3000',
  '[::]:3000',
  ':::3000',
  '3000/tcp',
  'tcp/3000',
  'udp6:3000',
  ' :3000 ',
])('a port is read as other tools write it: %s', (text) => {
  expect(portWritten(text)).toBe(3000);
});

test.each([
  '3000',
  'port:3000',
  'pid:3000',
  'example.com:443',
  '10.0.0.1:80',
  ':0',
  ':70000',
  'localhost',
  '::1',
  'a:1',
  '',
])('nothing else is a port for that: %j', (text) => {
  expect(portWritten(text)).toBeNull();
});
