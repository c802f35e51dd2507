import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AnswerTo, Question } from '../../../app/finder/asking.ts';
import { readAnswer } from '../../../app/finder/sent-answer.ts';
import type {} from '../../../renderer/bridge.ts';
import type { FinderApp } from './finder-app.ts';

/** PID of the Finder engine's process; rejects while it does not run. */
export async function enginePid(app: FinderApp): Promise<number> {
  return await app.electron.evaluate(({ app }) => {
    const engine = app
      .getAppMetrics()
      .find(({ serviceName, name }) => `${serviceName} ${name}`.includes('Finder engine'));
    if (!engine) throw new Error('the engine does not run');
    return engine.pid;
  });
}

/** Asks the engine as the window does; throws why there is no answer. */
export async function askEngine<Q extends Question>(
  app: Pick<FinderApp, 'window'>,
  question: Q,
): Promise<AnswerTo<Q['ask']>> {
  const asked = readAnswer<Q['ask']>(
    await app.window.page.evaluate((given) => window.candor.invoke('finder.ask', given as Question), question),
  );
  if (!asked.ok) throw new Error(asked.failure);
  return asked.value;
}

/** Overwrites the middle of the history's file, as a bad disk does. */
export function damageHistory(profile: string): void {
  const folder = path.join(profile, 'history');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.duckdb'))) {
    writeFileSync(path.join(folder, name), Buffer.alloc(64 * 1024, 0x5a), { flag: 'r+' });
  }
}
