import { describe, expect, it } from 'vitest';
import type { ShownBatch } from '../../../../../client/core/ipc/program.ts';
import { byInstallation } from '../../../../../client/page/dialogs/shown-model.ts';

function held(installation: string, session: number): ShownBatch {
  return {
    batch: `${installation}-${session}`,
    state: 'stored',
    start: '2026-03-09',
    session,
    bytes: 1,
    fields: [
      { path: 'envelope.installation', value: installation },
      { path: 'context.os', value: 'linux' },
    ],
    usage: [{ command: 'go.search', source: 'menu', time: 3 }],
    operations: [],
    errors: [],
    logs: [],
  };
}

describe('what is held', () => {
  it('is shown by installation, the present one and the newest session first', () => {
    const shown = byInstallation([held('former', 1), held('former', 2), held('present', 1), held('present', 2)]);
    expect(
      shown.map(({ installation, sessions }) => [installation, sessions.map(({ first }) => first.session)]),
    ).toEqual([
      ['present', [2, 1]],
      ['former', [2, 1]],
    ]);
  });
});
