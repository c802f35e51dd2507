/** A text as SQL has it: for names of files, which parameters cannot carry. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
