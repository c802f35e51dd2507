import { afterEach, describe, expect, it } from 'vitest';
import { type CompletionContext, complete } from '../../../../app/query/complete.ts';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';

afterEach(() => setLanguage('en'));

const context: CompletionContext = {
  values: (type, field, prefix) =>
    (type === 'process' && field === 'name' ? ['firefox', 'file manager', 'sshd'] : []).filter((name) =>
      name.startsWith(prefix),
    ),
};

/** What the text would be with each of those proposed; the caret stands at `^` or at the end. */
function outcomes(marked: string): readonly string[] {
  const caret = marked.includes('^') ? marked.indexOf('^') : marked.length;
  const text = marked.replace('^', '');
  return complete(text, caret, context).map(({ from, to, insert }) => text.slice(0, from) + insert + text.slice(to));
}

describe('completion', () => {
  it.each([
    ['pro', ['process ', 'processes ']],
    ['process mem', ['process mem:', 'process mem=']],
    ['process memo', ['process memory>', 'process memory-peak>']],
    ['process ow', ['process user:']],
    ['process na^me:x', ['process name:x']],
    ['process (us', ['process (user:']],
    ['process -us', ['process -user:']],
    ['process state:z', ['process state:zombie']],
    ['process state:running,', ['process state:running,running', 'process state:running,sleeping']],
    ['process name:fi', ['process name:firefox', 'process name:"file manager"']],
    ['process name:"fi', ['process name:firefox', 'process name:"file manager"']],
    ['process name: ss', ['process name: sshd']],
    ['process is:', ['process is:new', 'process is:gone']],
    ['process is:ker', ['process is:kernel']],
    ['process gon', ['process is:gone']],
    ['process memory>5', ['process memory>5MiB', 'process memory>5GiB']],
    ['process lived>5', ['process lived>5m', 'process lived>5s']],
    ['process started>y', ['process started>yesterday']],
    ['process du', ['process duration>', 'process during ']],
    ['process at ye', ['process at yesterday']],
    ['process during ', ['process during 5m', 'process during 15m']],
    ['process since b', ['process since boot']],
    ['process | s', ['process | show ', 'process | sort ']],
    [
      'process | by name | s^ | limit 5',
      ['process | by name | show  | limit 5', 'process | by name | sort  | limit 5'],
    ],
    ['process | by na', ['process | by name']],
    ['process | by name, us', ['process | by name, user']],
    ['process | show ma', ['process | show max(']],
    [
      'process | show count(), max(mem',
      ['process | show count(), max(memory)', 'process | show count(), max(memory-peak)'],
    ],
    [
      'process | by name | show max(cpu) | sort ',
      ['process | by name | show max(cpu) | sort max(cpu)', 'process | by name | show max(cpu) | sort name'],
    ],
    ['process | sort cpu d', ['process | sort cpu desc']],
    ['process | limit ', ['process | limit 10', 'process | limit 20']],
    ['port:3000 sta', []],
    ['connection rem^', ['connection remote:', 'connection remote-port:']],
    ['connection rport', ['connection rport:', 'connection rport=']],
  ])('of %j makes %j', (marked, first) => {
    expect(outcomes(marked).slice(0, Math.max(first.length, 1))).toEqual(first);
  });

  it('puts what begins so before what has it inside, and finds titles in the language of the app', () => {
    setLanguage('it');
    expect(outcomes('process utent')).toContain('process user:');
    expect(outcomes('process pea')).toEqual(['process peak>', 'process memory-peak>']);
  });

  it('replaces the whole of the word in which the caret stands', () => {
    expect(complete('process memory', 11).every(({ from, to }) => from === 8 && to === 14)).toBe(true);
  });
});
