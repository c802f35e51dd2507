import { AppWindow, Boxes, Cable, Clock, Cpu, type LucideIcon, Plug, SquareTerminal } from 'lucide-react';
import type { Detail } from '../../app/finder/asking.ts';
import { t, tn } from '../../app/messages/index.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { duration, fullMoment, shortMoment } from '../../ui/format/format.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { type Shown, useShown } from '../object/shown.ts';
import { processKeyOf } from '../object/use-objects.ts';
import { useModel } from '../state/model.ts';
import { choiceText, isGuarded } from '../views/columns.ts';
import { tellingArgument } from '../views/telling-argument.ts';
import { Activity } from './activity.tsx';
import { membersOf } from './chain.ts';
import { lineOf } from './parts.tsx';
import { Chain, ConnectionLinks, PortLinks, ProcessLinks, ProcessRelations } from './process-parts.tsx';
import { Properties } from './properties.tsx';
import { type ObjectState, useObject } from './use-detail.ts';
import './detail.css';

interface ObjectDetailProps {
  readonly type: ObjectType;
  readonly objectKey: string;
  /** Beside the list, or over it with more room. */
  readonly room: 'pane' | 'sheet';
}

/** Everything that is known about one object; of one that is gone what was known last. */
export function ObjectDetail({ type, objectKey, room }: ObjectDetailProps) {
  const object = useObject(type, objectKey);
  const { row, status } = object;
  if (!row) {
    return (
      <p className="detail-empty" role="status">
        {t(status === 'loading' ? 'detail.loading' : 'detail.unknown-object')}
      </p>
    );
  }
  return (
    <article className="detail" data-room={room} aria-labelledby={`detail-name-${room}`}>
      <Header type={type} row={row} running={object.running} room={room} />
      {!object.running && type !== 'device' && <Gone type={type} row={row} status={status} />}
      {row['kernel'] === true && <p className="detail-note">{t('detail.kernel')}</p>}
      <Parts type={type} row={row} object={object} />
      {status === 'failed' && <p className="detail-note">{t('detail.partly')}</p>}
    </article>
  );
}

function Header({
  type,
  row,
  running,
  room,
}: {
  type: ObjectType;
  row: Row;
  running: boolean;
  room: 'pane' | 'sheet';
}) {
  const shown = useShown();
  const Icon = iconOf(type, row);
  return (
    <header className="detail-header">
      <Icon className="detail-icon" aria-hidden />
      <div className="detail-title">
        <h2 id={`detail-name-${room}`} className="detail-name">
          {titleOf(type, row, shown)}
        </h2>
        <p className="detail-about">{aboutOf(type, row, running, shown)}</p>
      </div>
    </header>
  );
}

function iconOf(type: ObjectType, row: Row): LucideIcon {
  if (type === 'process') {
    if (row['kernel'] === true) return Cpu;
    return row['app'] ? AppWindow : SquareTerminal;
  }
  return { port: Plug, connection: Cable, unit: Boxes, device: Clock }[type];
}

/** What an object is called where there is room for it. */
export function titleOf(type: ObjectType, row: Row, shown: Shown): string {
  switch (type) {
    case 'port':
      return t('detail.port', { port: String(row['port']) });
    case 'connection':
      return `${shown.name(String(row['remoteAddress']))}:${row['remotePort']}`;
    case 'device':
      return typeof row['time'] === 'number' ? shortMoment(row['time'], wallClock()) : t('list.device');
    default:
      return shown.text(String(row['name'] ?? row.key));
  }
}

/** What tells it from others, and how it is: "server.js · PID 4242 · Sleeping". */
function aboutOf(type: ObjectType, row: Row, running: boolean, shown: Shown): string {
  const parts: Record<ObjectType, () => readonly (string | false)[]> = {
    process: () => [
      shown.text(tellingArgument(String(row['commandLine'] ?? ''), String(row['name'] ?? ''))),
      t('detail.pid', { pid: String(row['pid']) }),
      running && choiceText(row['state'] ?? null),
    ],
    port: () => [choiceText(row['protocol'] ?? null), typeof row['program'] === 'string' && shown.text(row['program'])],
    connection: () => [
      typeof row['program'] === 'string' && shown.text(row['program']),
      running && choiceText(row['state'] ?? null),
    ],
    unit: () => [
      choiceText(row['kind'] ?? null),
      running && typeof row['processes'] === 'number' && tn('detail.members', row['processes']),
    ],
    device: () => [t('kind.device')],
  };
  return lineOf(parts[type]());
}

/** Says that it is gone, since when where that is known, and that its readings are its last. */
function Gone({ type, row, status }: { type: ObjectType; row: Row; status: ObjectState['status'] }) {
  // A list that is about to be read is no sign of an end.
  if (status === 'loading') return null;
  return (
    <p className="detail-ended" role="status">
      {goneText(type, row)}
    </p>
  );
}

function goneText(type: ObjectType, row: Row): string {
  if (type !== 'process') return t(`detail.gone.${type}` as 'detail.gone.port');
  const { ended, started } = row;
  if (typeof ended !== 'number' || ended <= 0) return t('detail.ended');
  const lasted = typeof row['duration'] === 'number' ? row['duration'] : ended - Number(started);
  return t('detail.ended-at', { moment: fullMoment(ended), span: duration(lasted) });
}

function Parts({ type, row, object }: { type: ObjectType; row: Row; object: ObjectState }) {
  const { detail, running } = object;
  const properties = (
    <Properties type={type} row={row} running={running} package={type === 'process' ? detail?.package : undefined} />
  );
  switch (type) {
    case 'process':
      return (
        <>
          <Activity of="process" objectKey={row.key} withMemory={row['kernel'] !== true} />
          <Chain process={row} detail={detail} />
          {properties}
          <ProcessRelations process={row} detail={detail} />
        </>
      );
    case 'port':
    case 'connection':
      return (
        <>
          <Owner type={type} row={row} detail={detail} />
          {properties}
          {type === 'port' && <ConnectionLinks rows={detail?.connections ?? []} />}
        </>
      );
    case 'unit':
      return (
        <>
          <Activity of="unit" objectKey={row.key} />
          {properties}
          <Members unit={row} detail={detail} />
        </>
      );
    case 'device':
      return properties;
  }
}

/** The process that has a socket, and what started it; or that reading which one needs permission. */
function Owner({ type, row, detail }: { type: ObjectType; row: Row; detail: Detail | null }) {
  const key = processKeyOf(type, row);
  const process = useStore(useModel().lists.processes, (live) =>
    key === null ? undefined : (live.byKey.get(key) ?? live.departed.get(key)),
  );
  const known = process ?? detail?.chain.find((step) => step.key === key);
  if (known) return <Chain process={known} detail={detail} withItself />;
  return isGuarded(type, row) ? <p className="detail-note">{t('detail.program-guarded')}</p> : null;
}

function Members({ unit, detail }: { unit: Row; detail: Detail | null }) {
  const rows = useStore(useModel().lists.processes, (live) => live.rows);
  const members = membersOf(unit, rows);
  const shown = members.length > 0 ? members : (detail?.members ?? []);
  return (
    <>
      <ProcessLinks title={tn('detail.members', shown.length)} rows={shown} />
      <PortLinks rows={detail?.ports ?? []} />
      <ConnectionLinks rows={detail?.connections ?? []} />
    </>
  );
}
