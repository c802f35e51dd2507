import { describe, expect, it } from 'vitest';
import { createDispatch } from '../../../../renderer/commands/command-state.ts';

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
});
