import { describe, expect, it } from 'vitest';
import { lineOf } from '../../../../renderer/detail/parts.tsx';

describe('what is said of an object in one line', () => {
  it('leaves out what there is not, and breaks inside of no short part', () => {
    expect(lineOf(['server.js', 'PID 4242', false, '', 'In attesa'])).toBe(
      'server.js · PID\u00a04242 · In\u00a0attesa',
    );
    expect(lineOf(['const server = require("net")'])).toBe('const server = require("net")');
  });
});
