/**
 * The arguments with which electron-builder 26 calls fpm for a .deb, and no others: an option that is not known here
 * changes the package in a way that nobody would notice.
 */
import { UserFixableError } from '../../lib/say.ts';

export interface DebRequest {
  name: string;
  version: string;
  /** Debian's name of it, such as `amd64`. */
  architecture: string;
  maintainer: string;
  url: string;
  section: string;
  priority: string;
  /** Its first line is the synopsis. */
  description: string;
  depends: string[];
  recommends: string[];
  compression: string;
  scripts: { postinst: string; postrm: string; config?: string | undefined; templates?: string | undefined };
  /** Files and folders, each to a place in the installed system. A source that ends in a slash means what is in it. */
  contents: { source: string; target: string }[];
  /** The file to write. */
  output: string;
}

/** fpm's words for a compression, and dpkg-deb's. */
const COMPRESSIONS: Record<string, string> = { gz: 'gzip', xz: 'xz', zst: 'zstd', none: 'none' };

const SINGLE = [
  '--after-install',
  '--after-remove',
  '--architecture',
  '--category',
  '--deb-compression',
  '--deb-config',
  '--deb-priority',
  '--deb-templates',
  '--description',
  '--license',
  '--maintainer',
  '--name',
  '--package',
  '--url',
  '--vendor',
  '--version',
  '-s',
  '-t',
];
const REPEATED = ['--deb-recommends', '-d'];
const FLAGS = ['--force'];

/** Reads them. Throws a UserFixableError for what it does not know, and for what is missing. */
export function readFpmArguments(given: readonly string[]): DebRequest {
  const { single, repeated, contents } = sort(given);
  const need = (option: string): string => {
    const value = single.get(option);
    if (!value) throw new UserFixableError(`the stand-in for fpm needs ${option}.`);
    return value;
  };
  if (need('-s') !== 'dir' || need('-t') !== 'deb') {
    throw new UserFixableError(`the stand-in for fpm makes a deb of a folder, not ${need('-t')} of ${need('-s')}.`);
  }
  const compression = COMPRESSIONS[need('--deb-compression')];
  if (!compression)
    throw new UserFixableError(`the stand-in for fpm cannot compress with ${need('--deb-compression')}.`);
  if (contents.length === 0) throw new UserFixableError('the stand-in for fpm was given nothing to pack.');
  return {
    name: need('--name'),
    version: need('--version'),
    architecture: need('--architecture'),
    maintainer: need('--maintainer'),
    url: need('--url'),
    section: need('--category'),
    priority: need('--deb-priority'),
    description: need('--description'),
    depends: repeated.get('-d') ?? [],
    recommends: repeated.get('--deb-recommends') ?? [],
    compression,
    scripts: {
      postinst: need('--after-install'),
      postrm: need('--after-remove'),
      config: single.get('--deb-config'),
      templates: single.get('--deb-templates'),
    },
    contents,
    output: need('--package'),
  };
}

function sort(given: readonly string[]) {
  const single = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  const contents: DebRequest['contents'] = [];
  const words = given.flatMap(splitAssignment);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (FLAGS.includes(word)) continue;
    if (word.startsWith('-')) {
      at += 1;
      const value = words[at];
      if (value === undefined) throw new UserFixableError(`the stand-in for fpm misses the value of ${word}.`);
      if (REPEATED.includes(word)) repeated.set(word, [...(repeated.get(word) ?? []), value]);
      else if (SINGLE.includes(word)) single.set(word, value);
      else throw new UserFixableError(`the stand-in for fpm does not know ${word}: teach it, or use fpm.`);
      continue;
    }
    contents.push(readContent(word));
  }
  return { single, repeated, contents };
}

/** `--option=value` is the same as two words; a source and its target are one. */
function splitAssignment(word: string): string[] {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
}

function readContent(word: string): DebRequest['contents'][number] {
  const at = word.lastIndexOf('=/');
  if (at < 0) throw new UserFixableError(`the stand-in for fpm cannot tell where to put ${word}.`);
  return { source: word.slice(0, at), target: word.slice(at + 1) };
}
