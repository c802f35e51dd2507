import { type Batch, boundsOf, systemName } from 'candor-client/core';
import type { ReactNode } from 'react';
import { useDashboard } from '../asking/dashboard-context.ts';
import { formatDays, formatDuration, formatNumber } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { errorKind } from '../names.ts';
import { FigureTable } from './figure-table.tsx';

/** A session as support sees it: its parts in their order. */
export interface SessionParts {
  readonly key: string;
  /** UTC, "2026-03-09". */
  readonly start: string;
  readonly batches: readonly Batch[];
}

/**
 * Sessions of batches, newest first.
 * @param before those of the pages before: the first batches here may belong to the last of them.
 */
export function sessionsOf(
  received: readonly { readonly batch: Batch }[],
  before: readonly SessionParts[] = [],
): SessionParts[] {
  const sessions = new Map(before.map((session) => [session.key, session]));
  for (const { batch } of received) {
    const { keyHash, session, start } = batch.envelope;
    // Somebody else may send under the same ID, with another key.
    const key = `${keyHash} ${session}`;
    const batches = [...(sessions.get(key)?.batches ?? []), batch];
    sessions.set(key, { key, start, batches: batches.sort((a, b) => a.envelope.sequence - b.envelope.sequence) });
  }
  return [...sessions.values()];
}

/** One session, folded until it is asked for. */
export function LookedUpSession({ session: { batches, start }, isOpen }: { session: SessionParts; isOpen: boolean }) {
  const { names } = useDashboard();
  const [first] = batches;
  if (!first) return null;
  const { context, envelope } = first;
  const { os = 'other', distribution = 'none', osVersion } = context;
  const system = [systemName(os, distribution), osVersion].join(' ');
  const uses = batches.flatMap(({ usage }) => usage);
  const errors = batches.flatMap((batch) => batch.errors);
  const end = batches.at(-1)?.envelope.end ?? envelope.end;
  return (
    <details className="session panel" open={isOpen}>
      <summary>
        <strong>{t('support.session', { session: envelope.session })}</strong>{' '}
        <span>
          {[
            formatDays(start, start),
            `${names.product(context.product)} ${context.version}`,
            system,
            t(`support.end-${end}`),
            tn('support.uses', uses.length),
            ...(errors.length > 0 ? [tn('support.errors', errors.length)] : []),
          ].join(' · ')}
        </span>
      </summary>
      <div className="session-parts">
        <Errors errors={errors} />
        <Operations batches={batches} />
        <Uses uses={uses} />
        <Logs lines={batches.flatMap(({ logs }) => logs)} />
      </div>
    </details>
  );
}

function Part({ title, heads, children }: { title: string; heads: readonly string[]; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <FigureTable title={title}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </FigureTable>
  );
}

/** Seconds since the session began, as "1:02:03". */
function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function Uses({ uses }: { uses: Batch['usage'] }) {
  const { names } = useDashboard();
  return (
    <Part title={t('support.uses-title')} heads={[t('support.time'), t('table.command'), t('support.source')]}>
      {uses.map(({ command, source, time }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: uses are alike, and none ever moves.
        <tr key={index}>
          <td>{clock(time)}</td>
          <th scope="row">{names.command(command)}</th>
          <td>{t(`source.${source}`)}</td>
        </tr>
      ))}
    </Part>
  );
}

function Errors({ errors }: { errors: Batch['errors'] }) {
  return (
    <Part title={t('breaks.table')} heads={[t('breaks.error'), t('support.place'), t('support.times')]}>
      {errors.map(({ report, count }, index) => {
        const kind = errorKind(report);
        const places = report.frames.map(({ file, line, column }) => `${file}:${line}:${column}`);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: another batch of the session may have the same one, and none ever moves.
          <tr key={index}>
            <th scope="row">{kind}</th>
            <td>{places.join(', ') || `${report.process}, ${report.reason}`}</td>
            <td>{formatNumber(count)}</td>
          </tr>
        );
      })}
    </Part>
  );
}

function Operations({ batches }: { batches: readonly Batch[] }) {
  const { names } = useDashboard();
  return (
    <Part title={t('support.operations')} heads={[t('support.operation'), t('support.times'), t('support.slowest')]}>
      {batches.flatMap(({ operations, envelope }) =>
        timesOf(operations).map(({ operation, outcome, count, slowest }) => (
          <tr key={`${envelope.batch} ${operation} ${outcome}`}>
            <th scope="row">
              {names.operation(operation)}
              {outcome === 'failed' ? ` (${t('support.failed')})` : ''}
            </th>
            <td>{formatNumber(count)}</td>
            <td>{formatDuration(slowest)}</td>
          </tr>
        )),
      )}
    </Part>
  );
}

/** Of each operation and outcome how often it was timed, and the end of the range of the slowest, in microseconds. */
function timesOf({ operation, outcome, buckets, bucket, count }: Batch['operations']) {
  let at = 0;
  return operation.map((name, row) => {
    let [last, times] = [0, 0];
    for (const end = at + (buckets[row] ?? 0); at < end; at++) {
      last += bucket[at] ?? 0;
      times += count[at] ?? 0;
    }
    return { operation: name, outcome: outcome[row], count: times, slowest: boundsOf(last).upper };
  });
}

function Logs({ lines }: { lines: Batch['logs'] }) {
  return (
    <Part title={t('support.logs')} heads={[t('support.time'), t('support.line')]}>
      {lines.map(({ code, time, values }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike, and none ever moves.
        <tr key={index}>
          <td>{clock(time)}</td>
          <th scope="row">{[code, ...values].join(' ')}</th>
        </tr>
      ))}
    </Part>
  );
}
