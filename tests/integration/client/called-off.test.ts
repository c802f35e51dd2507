import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import type { EgressRequest, EgressResponse } from '../../../client/main/upload/egress-gate.ts';
import { answer, FakeNetwork, FakeTime, receiptFor } from '../../support/fakes.ts';
import { decoded, programFixture, settle, used, yes } from '../../support/program-fixture.ts';
import { refuse } from '../../support/refusals.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DAY_MS = 86_400_000;
const YEAR_S = '31536000';

/** What is between the app and the collector, or the collector itself. */
const answers = {
  taken: receiptFor,
  'nobody answers': () => 'fail',
  'nobody answers in time': () => 'hang',
  'a log-in page': () => answer(200, '<html>'),
  'a 410 of anybody': () => answer(410),
  'a 413 of anybody': () => answer(413),
  'a year of anybody': () => answer(429, '', 'text/html', YEAR_S),
  'this one later': (request) => refuse(request, 'not-yet', YEAR_S),
  'this one at once': (request) => refuse(request, 'not-yet', '0'),
  'all later': (request) => refuse(request, 'unavailable', '600'),
} satisfies Record<string, (request: EgressRequest) => EgressResponse | 'hang' | 'fail'>;
type Answer = keyof typeof answers | 'taken, and the receipt is lost';

const events = ['use', 'announced', 'quit', 'used while it quits', 'called off', 'killed', 'network back'] as const;
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ event: fc.constantFrom(...events) }) },
  { weight: 1, arbitrary: fc.record({ pass: fc.constantFrom(1, 29_999, 30_000, 61_000, DAY_MS) }) },
  { weight: 1, arbitrary: fc.record({ clock: fc.constantFrom(-400, -3, 0.5, 3, 400) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      answer: fc.constantFrom<Answer>(...(Object.keys(answers) as Answer[]), 'taken, and the receipt is lost'),
    }),
  },
);

/** A computer on which the app is started, ended, killed and kept from ending, with a collector that remembers. */
class Computer {
  readonly #folder = temporaryFolder();
  readonly #taken = new Map<string, Batch>();
  readonly #fixture = programFixture(this.#folder, new FakeNetwork((request) => this.#answer(request)).transport);
  #program = this.#fixture.program;
  #time = this.#fixture.time;
  #isQuitting = false;
  answers: Answer = 'taken';
  uses = 0;

  constructor() {
    this.#program.decide(yes);
  }

  async does(event: (typeof events)[number]): Promise<void> {
    if (event === 'use') this.#use();
    else if (event === 'announced') this.#program.announcedEnd.announce();
    else if (event === 'quit') await this.#quit();
    else if (event === 'used while it quits') await this.#quit(() => this.#use());
    else if (event === 'killed') await this.#start();
    else if (event === 'network back') this.#program.networkBack();
    else if (this.#isQuitting) {
      this.#program.quitCalledOff();
      this.#isQuitting = false;
    }
    await settled();
  }

  async passes(milliseconds: number): Promise<void> {
    this.#time.advance(milliseconds);
    await settled();
  }

  setClock(days: number): void {
    this.#time.setClock(this.#time.now() + days * DAY_MS);
  }

  /** Everything that waits goes; then what arrived or was counted, and what is left. */
  async end() {
    this.answers = 'taken';
    for (let run = 0; run < 3; run++) {
      await this.#start();
      await this.passes(DAY_MS);
      await this.#quit();
    }
    const counted = [...this.#taken.values()].flatMap(({ usage, dropped }) => [
      usage.length,
      ...Object.values(dropped),
    ]);
    return {
      uses: counted.reduce((sum, some) => sum + some, 0),
      left: [...this.#names('outbox'), ...this.#names('set-aside')],
    };
  }

  #use(): void {
    this.uses++;
    this.#program.record(used('go.search'));
  }

  async #quit(meanwhile = () => {}): Promise<void> {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    const closing = this.#program.hasWork ? this.#program.close(AbortSignal.timeout(5)) : undefined;
    meanwhile();
    await closing;
  }

  async #start(): Promise<void> {
    this.#time = new FakeTime(this.#time.now());
    this.#program = this.#fixture.restart({ clock: this.#time, timers: this.#time });
    this.#isQuitting = false;
    await this.#program.start();
    await settled();
  }

  #answer(request: EgressRequest): EgressResponse | 'hang' | 'fail' {
    if (this.answers !== 'taken' && this.answers !== 'taken, and the receipt is lost')
      return answers[this.answers](request);
    const batch = decoded(request);
    this.#taken.set(batch.envelope.batch, batch);
    return this.answers === 'taken' ? receiptFor(request) : 'fail';
  }

  #names(folder: string): string[] {
    const at = path.join(this.#folder, 'program', folder);
    return existsSync(at) ? readdirSync(at) : [];
  }
}

/** What was begun in the background has come as far as it can without time passing. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await settle();
}

it('nothing is lost or counted twice, whatever is announced, called off, killed or answered by anybody', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const computer = new Computer();
      for (const one of steps) {
        if ('event' in one) await computer.does(one.event);
        else if ('pass' in one) await computer.passes(one.pass);
        else if ('clock' in one) computer.setClock(one.clock);
        else computer.answers = one.answer;
      }
      expect(await computer.end()).toEqual({ uses: computer.uses, left: [] });
    }),
    { numRuns: 60 },
  );
}, 60_000);
