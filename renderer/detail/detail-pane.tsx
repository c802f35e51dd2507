import { t, tn } from '../../app/messages/index.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { TextLink } from '../../ui/design/controls.tsx';
import { bytes, count, type Measure, measureText, percent } from '../../ui/format/format.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { isNote } from '../grid/note.ts';
import { isGrouped } from '../object/object-queries.ts';
import { useShown } from '../object/shown.ts';
import { useSelected } from '../object/use-objects.ts';
import { useShow } from '../object/use-show.ts';
import { useModel } from '../state/model.ts';
import { useNeed } from '../state/use-need.ts';
import { gapNotes } from '../views/gap-notes.ts';
import { tellingArgument } from '../views/telling-argument.ts';
import { ObjectDetail } from './object-detail.tsx';
import { Property, Section } from './parts.tsx';
import './detail.css';

/** Processes named for each figure: enough to find the culprit, few enough to read at a glance. */
const NAMED = 5;

/** More about what is selected; on This Device, what keeps it busy. */
export function DetailPane() {
  useNeed('processes');
  const { trail, results } = useModel();
  const selected = useStore(trail, (now) => now.here.selection);
  const selection = selected.filter((key) => !isNote(key));
  const isDevice = useStore(results, ({ type: shown, mode }) => shown === 'device' && mode === 'live');
  const grouped = useStore(results, ({ query }) => isGrouped(query));
  const none = useStore(results, (result) => result.rows.length === 0);
  const { type, rows } = useSelected();
  if (isDevice) return <BusiestProcesses />;
  const [only] = selection;
  if (grouped) return none ? null : <p className="detail-empty">{t('detail.group')}</p>;
  if (only === undefined && selected.length > 0) return <Gaps keys={selected} />;
  if (only === undefined) return <p className="detail-empty">{t(`detail.empty.${type}`)}</p>;
  if (selection.length === 1) return <ObjectDetail key={`${type} ${only}`} type={type} objectKey={only} room="pane" />;
  return <Together type={type} rows={rows} />;
}

/** What is known of times of which nothing is. */
function Gaps({ keys }: { readonly keys: readonly string[] }) {
  const gaps = useStore(useModel().results, (result) => result.gaps);
  const notes = gapNotes(gaps, wallClock());
  const chosen = notes.filter(({ key }) => keys.includes(key));
  return (
    <article className="detail" aria-labelledby="detail-name">
      <header className="detail-header">
        <h2 id="detail-name" className="detail-name">
          {t('gap.title')}
        </h2>
      </header>
      {(chosen.length > 0 ? chosen : notes).map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
      <p className="detail-note">{t('gap.about')}</p>
    </article>
  );
}

/** What several selected objects use together; what has ended meanwhile no longer counts. */
function Together({ type, rows }: { readonly type: ObjectType; readonly rows: readonly Row[] }) {
  const sum = (property: string) =>
    rows.reduce((total, row) => total + (typeof row[property] === 'number' ? row[property] : 0), 0);
  const figures = type === 'process' || type === 'unit';
  return (
    <article className="detail" aria-labelledby="detail-name">
      <header className="detail-header">
        <h2 id="detail-name" className="detail-name">
          {tn('detail.selected', rows.length)}
        </h2>
      </header>
      {figures && (
        <Section title={t('detail.together')}>
          <dl>
            <Property name={t('column.process.cpu')}>{measureText(percent(sum('cpu')))}</Property>
            <Property name={t('column.process.memory')}>{measureText(bytes(sum('memory')))}</Property>
            {type === 'process' && <Property name={t('column.process.threads')}>{count(sum('threads'))}</Property>}
          </dl>
        </Section>
      )}
      {type === 'process' && <TopList title={t('detail.largest')} rows={rows} figure="memory" />}
    </article>
  );
}

/** What keeps this device busy: the answer that people open such a tool for. */
function BusiestProcesses() {
  const rows = useStore(useModel().lists.processes, (live) => live.rows);
  if (rows.length === 0) return null;
  return (
    <div className="detail">
      <TopList title={t('detail.busiest')} rows={rows} figure="cpu" />
      <TopList title={t('detail.largest')} rows={rows} figure="memory" />
    </div>
  );
}

const formats: Readonly<Record<'cpu' | 'memory', (value: number) => Measure>> = { cpu: percent, memory: bytes };

/** Five browsers are told apart by what they are for, and by their PID where nothing else tells. */
function tellingOf(row: Row): string {
  return tellingArgument(String(row['commandLine'] ?? ''), String(row['name'] ?? '')) || String(row['pid']);
}

interface TopListProps {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly figure: 'cpu' | 'memory';
}

/** The first few by a figure; a name leads to the process in the list. */
function TopList({ title, rows, figure }: TopListProps) {
  const shown = useShown();
  const show = useShow();
  const value = (row: Row) => Number(row[figure] ?? 0);
  const top = rows.toSorted((a, b) => value(b) - value(a)).slice(0, NAMED);
  return (
    <Section title={title}>
      <ul className="links">
        {top.map((row) => (
          <li key={row.key} className="link-row">
            <span className="link-name">
              <TextLink onPress={() => show('process', row)}>{shown.text(String(row['name']))}</TextLink>{' '}
              <span className="detail-note">{shown.text(tellingOf(row))}</span>
            </span>
            <span className="link-figure">{measureText(formats[figure](value(row)))}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
