import path from 'node:path';
import type { Batch } from '../../client/core/batch/batch.ts';
import type { Level } from '../../client/core/consent/levels.ts';
import type { Program, ProgramOptions } from '../../client/main/program.ts';
import { systemRandomness } from '../../client/node/platform.ts';
import type { FakeNetwork } from './fakes.ts';
import { fullReports } from './full-reports.ts';
import { accepting, decoded, type enhanced, programFixture, settle, used, type yes } from './program-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { user: _, ...company } = fullReports.organisation;

/** What the platform says of somebody in an organisation. */
export const inCompany = () => Promise.resolve({ organisation: company, configuration: fullReports.configuration });

/** A program of somebody in an organisation, with a policy that may come; its network is down at first. */
export function levelFixture(change: Partial<ProgramOptions> = {}) {
  const folder = temporaryFolder();
  const network = accepting();
  const state = { up: false, policy: undefined as Level | undefined };
  const made = programFixture(
    folder,
    (request, signal) => (state.up ? network.transport(request, signal) : Promise.reject(new Error('down'))),
    {
      random: systemRandomness,
      enhanced: inCompany,
      surroundings: () => ({ policy: state.policy, doNotTrack: false, installerChoice: undefined }),
      ...change,
    },
  );
  return { ...made, folder, network, state, outbox: path.join(folder, 'program', 'outbox') };
}

/** Says Yes, lets the platform answer, and uses the app. */
export async function live(program: Program, given: typeof yes | typeof enhanced): Promise<void> {
  program.decide(given);
  await settle();
  program.record(used('go.search'));
  program.collection.log('app.session-ended');
}

export const sentBy = (network: FakeNetwork): Batch[] => network.requests.map(decoded);
