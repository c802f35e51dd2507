import { describe, expect, it } from 'vitest';
import { processColumns, rowsAsText } from '../../../../renderer/processes/columns.ts';
import { aProcess } from './processes.ts';

const some = processColumns.filter(({ id }) => ['name', 'pid', 'user', 'memory', 'path'].includes(id));

describe('rows as text', () => {
  it('are separated by tabs, with a head', () => {
    expect(rowsAsText([aProcess()], some, { redact: false, today: 0 })).toBe(
      'Name\tPID\tUser\tMemory\tPath\nbash\t100\tmarta\t4.00 MB\t/usr/bin/bash',
    );
  });

  it('hold no tab or line break from a name', () => {
    const text = rowsAsText([aProcess({ name: 'a\tb\nc' })], some, { redact: false, today: 0 });
    expect(text.split('\n')).toHaveLength(2);
    expect(text.split('\n')[1]?.split('\t')).toHaveLength(some.length);
  });

  it('are redacted when the table is', () => {
    const process = aProcess({ path: '/home/marta/bin/tool' });
    expect(rowsAsText([process], some, { redact: true, today: 0 })).not.toContain('marta');
  });

  it('leave unknown values empty', () => {
    expect(rowsAsText([aProcess({ path: null })], some, { redact: false, today: 0 })).toMatch(/\t$/);
  });
});
