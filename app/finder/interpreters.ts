/** Options of a family of programs that are followed by a word of their own, which is not what is run. */
const options: readonly (readonly [program: RegExp, valued: ReadonlySet<string>])[] = [
  [
    /^(?:node(?:js)?|electron|deno|bun)$/i,
    new Set([
      '-r',
      '--require',
      '--import',
      '--loader',
      '--experimental-loader',
      '-C',
      '--conditions',
      '--env-file',
      '--title',
    ]),
  ],
  [/^(?:python|pypy)[\d.]*$/i, new Set(['-W', '-X'])],
  [
    /^java$/i,
    new Set([
      '-cp',
      '-classpath',
      '--class-path',
      '-p',
      '--module-path',
      '--add-modules',
      '--add-opens',
      '--add-exports',
    ]),
  ],
  [/^(?:ruby|perl)[\d.]*$/i, new Set(['-I', '-r'])],
  [/^php[\d.]*$/i, new Set(['-d', '-c'])],
  [/^(?:bash|dash|zsh|ksh|sh)$/i, new Set(['-o', '+o', '--rcfile', '--init-file'])],
];

const none: ReadonlySet<string> = new Set();

/**
 * The options of an interpreter that are followed by a word which is not what it runs: `node --require FILE script.js`.
 * @param program its name, without a folder; `.exe` may stand behind it
 */
export function valuedOptions(program: string): ReadonlySet<string> {
  const name = program.replace(/\.exe$/i, '');
  return options.find(([programs]) => programs.test(name))?.[1] ?? none;
}
