import { describe, expect, it } from 'vitest';
import { command, understand } from '../../../../collector/commands/command.ts';
import { commands } from '../../../../collector/commands/commands.ts';
import { helpOf } from '../../../../collector/commands/help.ts';
import { options } from '../../../../collector/config/options.ts';

const nothing = {
  environment: {},
  readFile: () => {
    throw new Error('no file was named');
  },
};

function called(line: string): unknown {
  const understood = understand(line.split(' ').filter(Boolean), commands, nothing);
  if (understood.kind !== 'run') return understood.kind;
  const { command, call } = understood;
  return { name: command.name, parameters: call.parameters, ...call.settings };
}

describe('a call', () => {
  it('without the name of a command means the service', () => {
    expect(called('--data d --port 0')).toMatchObject({ name: 'serve', data: 'd', port: 0 });
    expect(called('serve --data d')).toMatchObject({ name: 'serve', port: 7391 });
  });

  it('hands a command what it takes, wherever the options stand, and nothing else', () => {
    const end = { name: 'products end', parameters: ['x', '1.2'], config: undefined, data: 'd', undo: true };
    expect(called('products --undo end x --data d 1.2')).toEqual(end);
  });

  it.each([
    ['sreve --data d', 'sreve is no command'],
    ['products --data d', 'products is no command'],
    ['products end x --data d', 'products end x is no command: did you mean products end ID VERSION?'],
    ['products list x --data d', 'products list x is no command: did you mean products list?'],
    ['products list --undo --data d', '--undo is no option of products list'],
    ['serve --data d --prot 1', "Unknown option '--prot'"],
    ['serve --data', "Option '--data <value>' argument missing"],
  ])('that says %j is not understood', (line, said) => {
    expect(() => called(line)).toThrow(said);
  });

  it('may ask for help, of all or of one command, whatever else is wrong with it, and for the version', () => {
    expect(called('--help')).toBe('help');
    expect(called('products add --help')).toBe('help');
    expect(called('-h')).toBe('help');
    expect(called('--version')).toBe('version');
  });
});

describe('the help', () => {
  const all = helpOf(commands);

  it('names every command and every option that one of them has', () => {
    for (const { name, options: own } of commands) {
      expect(all).toContain(`candor-collector ${name}`);
      for (const option of own) expect(all).toContain(`--${option}`);
    }
  });

  it('of one command says what it does, its own options and no others, and whole calls', () => {
    const end = commands.find(({ name }) => name === 'products end');
    const help = helpOf(commands, end);
    expect(help).toContain('candor-collector products end ID VERSION --data FOLDER [OPTION…]');
    expect(help).toContain('--undo ');
    expect(help).not.toContain('--port');
  });

  it('is at most 100 characters wide', () => {
    for (const line of [all, ...commands.map((one) => helpOf(commands, one))].join('\n').split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });

  it('has examples that are understood', () => {
    const readFile = () => 'data: /data';
    for (const { name, examples } of commands) {
      for (const { call } of examples) {
        const understood = understand(call.split(' '), commands, { environment: {}, readFile });
        expect(understood).toMatchObject({ kind: 'run', command: { name } });
      }
    }
  });
});

it('every option belongs to a command', () => {
  const used = new Set(commands.flatMap((one) => one.options));
  expect([...used].sort()).toEqual(Object.keys(options).sort());
});

it('the code of a command is loaded when it is run', async () => {
  let loaded = 0;
  const asked = command({
    name: 'asked',
    does: 'Answers',
    options: ['data'],
    examples: [],
    load: async () => {
      loaded++;
      return async ({ settings, parameters }) => settings.data.length + parameters.length;
    },
  });
  const understood = understand(['asked', '--data', 'four'], [asked], nothing);
  expect(loaded).toBe(0);
  if (understood.kind === 'run') expect(await asked.run(understood.call)).toBe(4);
  expect(loaded).toBe(1);
});
