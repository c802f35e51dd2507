import type { DebRequest } from './fpm-arguments.ts';

/** Characters, with the space before them less than a terminal's 80. */
const LINE = 78;

/**
 * The file `control` of a binary package (Debian policy, 5.3).
 * @param installedSize in KiB, as du counts.
 */
export function controlFile(request: DebRequest, installedSize: number): string {
  const fields: [string, string][] = [
    ['Package', request.name],
    ['Version', request.version],
    ['Section', request.section],
    ['Priority', request.priority],
    ['Architecture', request.architecture],
    ['Maintainer', request.maintainer],
    ['Installed-Size', String(installedSize)],
    ['Depends', request.depends.join(', ')],
    ['Recommends', request.recommends.join(', ')],
    ['Homepage', request.url],
    ['Description', describe(request.description)],
  ];
  return fields.flatMap(([name, value]) => (value ? [`${name}: ${value}\n`] : [])).join('');
}

/** A synopsis, and below it lines that begin with a space; an empty one holds a full stop (Debian policy, 5.6.13). */
function describe(text: string): string {
  const [synopsis = '', ...rest] = text.trim().split('\n');
  const extended = rest.flatMap(wrap).map((line) => ` ${line || '.'}`);
  return [synopsis.trim(), ...extended].join('\n');
}

/** Lines that terminals do not break. */
function wrap(line: string): string[] {
  const lines = [''];
  for (const word of line.trim().split(/\s+/)) {
    const current = lines.at(-1) ?? '';
    if (current && current.length + 1 + word.length > LINE) lines.push(word);
    else lines[lines.length - 1] = current ? `${current} ${word}` : word;
  }
  return lines;
}

/** Sums of all files, as dpkg compares them; paths from the root, without a slash before. */
export function sumsFile(sums: readonly { file: string; md5: string }[]): string {
  return sums.map(({ file, md5 }) => `${md5}  ${file}\n`).join('');
}
