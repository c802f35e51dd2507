import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { NOTICE_VERSION } from '../../core/consent/notice.ts';
import { decideParticipation } from '../../core/consent/participation.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import { reportOf, reportText } from '../../core/diagnosis/report.ts';
import { releaseLine } from '../../core/product/product.ts';
import { systemClock } from '../../node/platform.ts';
import { readSurroundings } from '../consent/surroundings.ts';
import { systemDisk } from '../files/disk.ts';
import type { ClientOptions } from '../options.ts';
import { readReceipts } from '../outbox/receipts.ts';
import { ownSwitches } from '../policy/policy-command.ts';
import { allowedLevel, judgePolicy } from '../policy/policy-document.ts';
import { policySource } from '../policy/policy-source.ts';
import { runProcess } from '../policy/run-process.ts';
import { sentVersion } from '../recording/context.ts';
import { setTerminalLanguage } from '../run/language.ts';
import { print } from '../run/print.ts';
import { peekClientStores } from '../store/client-stores.ts';
import { suggestionKeys } from '../suggestions/ed25519.ts';
import { peekSuggestions } from '../suggestions/kept-suggestions.ts';
import { NotBefore } from '../upload/not-before.ts';
import { computerOf } from './computer.ts';
import { gatherFacts, programPlaces } from './gather.ts';

const SWITCH = '--diagnose';

type CommandOptions = Pick<ClientOptions, 'product' | 'packaged' | 'environment' | 'profile'> & {
  readonly argv: readonly string[];
};

/**
 * Folder of the profile, found without making it, as `app.getPath('userData')` would. For before Electron is ready; a
 * product that keeps its profile elsewhere has a rule of its own.
 */
export function profileFolder(): string {
  return app.commandLine.getSwitchValue('user-data-dir') || path.join(app.getPath('appData'), app.getName());
}

/**
 * Carries out `--diagnose`: prints why nothing is sent and ends the process. No window, no lock, so that it works beside the app
 * that runs, and nothing in the profile is made or changed. To be awaited before anything else; without the switch it
 * does nothing. What it prints may be given to others, so it is masked as a copy is.
 */
export async function runDiagnoseCommand(options: CommandOptions): Promise<void> {
  const { packaged, argv, environment } = options;
  if (!ownSwitches(argv, packaged).includes(SWITCH)) return;
  setTerminalLanguage(environment);
  const text = reportText(reportOf(await factsFromOutside(options), { home: true, installation: true }));
  process.exit((await print(process.stdout, text)) ? 0 : 1);
}

/** What can be told of an app from its files alone, whether it runs or not. */
async function factsFromOutside(options: CommandOptions): Promise<DiagnosisFacts> {
  const { product, profile, environment } = options;
  const computer = computerOf(options);
  const policy = judgePolicy(await policySource(computer.policyPlace, fs, runProcess).read());
  const { files, consent, identity } = peekClientStores(systemDisk, { profile, product: product.id });
  const decision = consent?.decision ?? null;
  const { level, reason } = decideParticipation({
    ...readSurroundings(environment, computer.choiceFiles, allowedLevel(policy)),
    unreadable: files.some(({ state }) => state === 'unreadable'),
    decision,
    ended: identity?.endedFor === sentVersion(product.version),
    releaseLine: releaseLine(product.version),
    notice: NOTICE_VERSION,
  });
  const places = programPlaces(computer.directory);
  const putOff = new NotBefore({ disk: systemDisk, file: places.notBefore, clock: systemClock }).wait;
  return gatherFacts(computer, {
    at: systemClock.now(),
    level,
    reason,
    decision,
    policy,
    stores: files,
    ...(putOff > 0 ? { delivery: { state: 'put-off' as const, after: putOff } } : {}),
    answers: readReceipts(systemDisk, places.receipts) ?? [],
    suggestions: suggestionKeys(product.suggestionKeys, options.packaged, environment).length
      ? (peekSuggestions(systemDisk, places.suggestions)?.asked ?? 'never')
      : 'no-keys',
    online: Object.values(os.networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal)),
    installation: identity?.installation ?? '',
    former: identity?.former.length ?? 0,
  });
}
