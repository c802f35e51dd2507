import { expect, test } from 'vitest';
import { ensureSystem, notFoundIn, program } from '../../../scripts/electron/system-libraries.ts';

test("the libraries that the linker does not find are read from ldd's output", () => {
  const output = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibnss3.so => not found',
  ];
  expect(notFoundIn(output.join('\n'))).toEqual(['libgtk-3.so.0', 'libnss3.so']);
});

test('a program is looked for on the PATH', async () => {
  expect(await program('sh', 'dash').missing()).toEqual([]);
  expect(await program('no-such-program', 'none').missing()).toEqual(['no-such-program']);
});

test('a system that has everything is left alone', async () => {
  await expect(ensureSystem([{ packages: ['none'], missing: async () => [] }])).resolves.toBeUndefined();
});
