import type { ErrorRow } from '../asking/answer.ts';

/** What a group has none of is left out. */
const toAddress = (word = '') => (word === 'none' ? '' : encodeURIComponent(word));

/**
 * Where the tracker of the operator's choice has, or takes, the issue of a group of errors.
 * @param template as the collector has checked it: its places are behind the host.
 */
export function issueAddress(template: string, row: Pick<ErrorRow, 'class' | 'code' | 'file' | 'lastVersion'>): string {
  const words: Readonly<Record<string, string>> = {
    class: row.class,
    code: row.code,
    file: row.file,
    version: row.lastVersion ?? '',
  };
  return template.replace(/\{(class|code|file|version)\}/g, (_, name: string) => toAddress(words[name]));
}
