import { describe, expect, it } from 'vitest';
import { createDispatch, runSuggested } from '../../../../renderer/commands/command-state.ts';

function dispatchWith(enabled: boolean) {
  const log: string[] = [];
  const dispatch = createDispatch({
    isEnabled: () => enabled,
    record: (command, source) => log.push(`record ${command} ${source}`),
    run: (command) => log.push(`run ${command}`),
  });
  return { dispatch, log };
}

describe('dispatch', () => {
  it('records a use once, before the command takes effect', () => {
    const { dispatch, log } = dispatchWith(true);
    expect(dispatch('file.quit', 'menu')).toBe(true);
    expect(log).toEqual(['record file.quit menu', 'run file.quit']);
  });

  it('neither records nor runs a disabled command', () => {
    const { dispatch, log } = dispatchWith(false);
    expect(dispatch('go.back', 'shortcut')).toBe(false);
    expect(log).toEqual([]);
  });

  it('records neither that suggestions are read nor that a use came of one', () => {
    const { dispatch, log } = dispatchWith(true);
    dispatch('help.suggestions', 'menu');
    runSuggested('go.builder', dispatch);
    runSuggested('go.nowhere', dispatch);
    expect(log).toEqual(['run help.suggestions', 'record go.builder menu', 'run go.builder']);
  });
});
