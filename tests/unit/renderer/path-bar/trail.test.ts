import { describe, expect, it } from 'vitest';
import type { Shown } from '../../../../renderer/object/shown.ts';
import { crumbOf } from '../../../../renderer/path-bar/trail.tsx';

const shown: Shown = {
  context: { redact: true, names: ['rossi'], today: 0 },
  text: (text) => `shown(${text})`,
  name: (name) => `masked(${name})`,
};

describe('the trail', () => {
  it('names what is selected as it may be shown, and never by its key', () => {
    const row = { key: 'a key' };
    expect(crumbOf('process', { ...row, name: 'rossi\u202Eexe' }, shown)).toBe('shown(rossi\u202Eexe)');
    const ends = { program: 'ssh', remoteAddress: '10.0.0.7', remotePort: 22 };
    expect(crumbOf('connection', { ...row, ...ends }, shown)).toBe('shown(ssh) → masked(10.0.0.7):22');
    expect(crumbOf('port', { ...row, port: 3000, protocol: 'tcp' }, shown)).toBe('3000/tcp');
    expect(crumbOf('device', { ...row, time: 0 }, shown)).not.toContain('key');
    expect(crumbOf('process', { ...row, user: 'rossi', count: 3 }, shown)).toBeUndefined();
  });
});
