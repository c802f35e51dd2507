/** A simple command inside of a text for a shell: where its words are, and whether its output goes into the next. */
export interface ShellCommand {
  readonly words: readonly { readonly start: number; readonly end: number }[];
  readonly piped: boolean;
}

/** Characters that end a word and a command where they stand outside of quotes. */
const operators = new Set(['|', '&', ';', '\n', '(', ')', '`']);
const space = /\s/;

/**
 * The commands of a text for a shell, in one pass. Quotes and backslashes bind as in POSIX; an unmatched quote is part of
 * its word. The texts in between stay what they are.
 */
export function shellCommands(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: { start: number; end: number }[] = [];
  const close = (piped: boolean) => {
    if (words.length > 0) commands.push({ words, piped });
    words = [];
  };
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? '';
    if (operators.has(letter)) {
      close(letter === '|' && text[at + 1] !== '|' && text[at - 1] !== '|');
      at++;
    } else if (space.test(letter)) at++;
    else {
      const start = at;
      at = wordEnd(text, at);
      words.push({ start, end: at });
    }
  }
  close(false);
  return commands;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const letter = text[at] ?? '';
    if (operators.has(letter) || space.test(letter)) return at;
    if (letter === '\\') at += 2;
    else if (letter === '"' || letter === "'") at = quoteEnd(text, at, letter);
    else at++;
  }
  return text.length;
}

/** Behind the closing quote; behind the opening one where it is not closed. */
function quoteEnd(text: string, open: number, quote: string): number {
  let at = text.indexOf(quote, open + 1);
  if (quote === '"') while (at > 0 && isEscaped(text, at, open)) at = text.indexOf(quote, at + 1);
  return at < 0 ? open + 1 : at + 1;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes > from && text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** Whether a program prints its words, so that these reach the next command of a pipe. */
export function prints(words: readonly string[]): boolean {
  return /^(?:\S*\/)?(?:echo|printf|print|write-output|write-host)$/i.test(words[0] ?? '');
}

/** Whether a command, by its words, reads a secret from its standard input. */
export function readsASecret(words: readonly string[]): boolean {
  const text = words.slice(0, 20).join(' ').slice(0, 400);
  return (
    /(?:^|[\s/])(?:chpasswd|cryptsetup|kinit|smbpasswd|htpasswd|su|sshpass|gpg2?|pinentry|wpa_passphrase|mkpasswd|ecryptfs-\S+|veracrypt)(?:\s|$)/.test(
      text,
    ) ||
    /(?:^|[\s/])sudo\s(?:-\w+\s)*(?:-\w*S|--stdin)(?:\s|$)/.test(text) ||
    /(?:^|\s)(?:--stdin|--password-stdin|--with-token|--passphrase-fd[ =]0|--key-file[ =]-|-pass(?:in|out|word)? (?:stdin|fd:0)|--pass(?:word|phrase)?[ =]-)(?:\s|$)/.test(
      text,
    ) ||
    /(?:^|[\s/])(?:passwd|vault (?:login|unseal)|docker login)(?:\s|$)/.test(text)
  );
}

/**
 * What a script of `expect` sends after it waited for a question about a secret: `expect "assword:"; send "secret\r"`.
 * @param mask stands in the place of what is sent
 */
export function maskDialog(text: string, mask: string): string {
  if (!/assw|assphrase|\bpin\b|oken/i.test(text)) return text;
  let asked = false;
  return text.replace(
    /\b(expect|send)\b(\s+(?:-\w+\s+)*)("(?:\\.|[^"\\])*"|\{[^{}]*\}|[^\s;"{]+)/g,
    (all, verb, gap, said) => {
      if (verb === 'expect') asked = /assw|assphrase|\bpin\b|oken/i.test(String(said));
      else if (asked) {
        asked = false;
        return `${verb}${gap}${/^["{]/.test(said) ? `"${mask}"` : mask}`;
      }
      return all;
    },
  );
}
