/** What scrolling a list of 100 000 rows costs, by Chromium's own trace. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type CDPSession, type Page } from 'playwright/test';
import type { Runtime } from '../app/bench-app.ts';
import { buildGridPage, gridApp } from './build-grid-page.ts';
import type {} from './grid-page.tsx';

const ROWS = 100_000;
const FRAMES = 180;
/** Pixels a frame: as a wheel is turned, and as far as the pages of a scroll bar that is dragged. */
const steps = { wheel: 120, dragged: 3000 } as const;
/** A frame of 60 a second. */
const FRAME_MS = 1000 / 60;

const lists = ['flat', 'tree', 'paged'] as const;

export interface ScrollFigures {
  readonly list: (typeof lists)[number];
  readonly how: keyof typeof steps;
  /** Work of the page's main thread for each frame, milliseconds of CPU. */
  readonly work: readonly number[];
  /** Share of the frames that came later than the one after they were due. */
  readonly dropped: number;
}

/** Scrolls each kind of list in each way. */
export async function scrollFigures(runtime: Runtime): Promise<readonly ScrollFigures[]> {
  await buildGridPage();
  const profile = mkdtempSync(path.join(tmpdir(), 'candor-grid-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: runtime.executable,
    args: [...sandbox, `--user-data-dir=${profile}`, gridApp],
    env: { ...(process.env as Record<string, string>), ...runtime.display },
  });
  try {
    const page = await app.firstWindow();
    await page.waitForFunction(() => 'harness' in window);
    const figures: ScrollFigures[] = [];
    for (const list of lists) {
      await page.evaluate(prepare, { list, count: ROWS });
      await page.locator('.grid-row').nth(10).waitFor();
      for (const how of Object.keys(steps) as (keyof typeof steps)[]) {
        figures.push({ list, how, ...(await traced(page, steps[how])) });
      }
    }
    return figures;
  } finally {
    await app.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

function prepare({ list, count }: { list: ScrollFigures['list']; count: number }): void {
  const { harness } = window;
  harness.state.update((now) => ({ ...now, tree: list === 'tree' }));
  if (list === 'paged') harness.page(count);
  else harness.show(count);
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of CPU. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

async function traced(page: Page, step: number): Promise<Pick<ScrollFigures, 'work' | 'dropped'>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  });
  const intervals = await page.evaluate(scroll, { step, frames: FRAMES });
  await stopTracing(session);
  const dropped = intervals.filter((interval) => interval > 1.5 * FRAME_MS).length / intervals.length;
  return { work: workOfFrames(events), dropped };
}

async function stopTracing(session: CDPSession): Promise<void> {
  const done = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.end');
  await done;
  await session.detach();
}

/** Scrolls by so much at each frame; resolves to the milliseconds between frames. */
function scroll({ step, frames }: { step: number; frames: number }): Promise<number[]> {
  return new Promise((resolve) => {
    const list = document.querySelector('.grid-scroller');
    const intervals: number[] = [];
    let last = performance.now();
    if (list) list.scrollTop = 0;
    const onFrame = (now: number) => {
      intervals.push(now - last);
      last = now;
      if (list) list.scrollTop += step;
      if (intervals.length < frames) requestAnimationFrame(onFrame);
      else resolve(intervals);
    };
    requestAnimationFrame(onFrame);
  });
}

/** What the main thread of the page did from one frame to the next, milliseconds of CPU. */
function workOfFrames(events: readonly TraceEvent[]): readonly number[] {
  const main = new Set(events.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf));
  const own = events.filter((event) => main.has(threadOf(event))).toSorted((a, b) => a.ts - b.ts);
  const frames = own.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
  const work = frames.map(() => 0);
  let end = 0;
  let frame = -1;
  for (const { name, ts, dur = 0, tdur = 0 } of own) {
    // A task inside of another one is counted with it.
    if (name !== 'RunTask' || ts < end) continue;
    end = ts + dur;
    while (frame + 1 < frames.length && (frames[frame + 1] ?? 0) <= end) frame += 1;
    if (frame >= 0) work[frame] = (work[frame] ?? 0) + tdur / 1000;
  }
  return work;
}

const threadOf = ({ pid, tid }: TraceEvent) => `${pid}.${tid}`;
