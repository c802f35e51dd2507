import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../app/query/parse.ts';
import { pillBefore, valueAt } from '../../../../renderer/search/edit-text.ts';

/** The text that is marked; `|` stands for the caret. */
function marked(what: typeof pillBefore, written: string): string | null {
  const text = written.replace('|', '');
  const span = what(text, written.indexOf('|'), parseQuery(text, 'process').tokens);
  return span && text.slice(span.from, span.to);
}

const backspace = (written: string) => marked(pillBefore, written);
const edited = (written: string) => marked((_text, caret, tokens) => valueAt(caret, tokens), written);

describe('Backspace', () => {
  it('marks the pill that ended before the blank at the caret, with the blank', () => {
    expect(backspace('process cpu>20% |')).toBe('cpu>20% ');
    expect(backspace('process |cpu>20%')).toBe('process ');
    expect(backspace('process is:new  | during 5m')).toBe('is:new  ');
  });

  it('takes a letter within a pill, at the end of one that is being typed, and of words', () => {
    expect(backspace('process cpu>20|%')).toBeNull();
    expect(backspace('process cpu>20%|')).toBeNull();
    expect(backspace('fire fox |')).toBeNull();
    expect(backspace('| process')).toBeNull();
    expect(backspace(' |')).toBeNull();
  });
});

describe('F2', () => {
  it('marks the value of the token at the caret, or all of one without', () => {
    expect(edited('process cpu>2|0% user:root')).toBe('20%');
    expect(edited('process| cpu>20%')).toBe('process');
    expect(edited('process name:node,deno|')).toBe('node,deno');
  });

  it('marks the last one when the caret is at none, and nothing in an empty field', () => {
    expect(edited('process user:root  |')).toBe('root');
    expect(edited('|')).toBeNull();
  });
});
