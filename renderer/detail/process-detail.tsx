import type { ReactNode } from 'react';
import type { Process } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/sampling.ts';
import { t } from '../../app/messages/index.ts';
import { TextLink } from '../../ui/design/controls.tsx';
import { age, bytes, count, fullMoment, percent } from '../../ui/format/format.ts';
import { useNow } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { inWords } from '../device/metric-cards.tsx';
import { missingPath } from '../processes/process-columns.ts';
import { MASK, maskPath, maskText } from '../redact/redact.ts';
import { Sparkline } from '../spark/sparkline.tsx';
import { useModel } from '../state/model.ts';
import { go } from '../state/navigation.ts';

/** One process: its course since it was first seen, and what is known about it. */
export function ProcessDetail({ processKey: key }: { readonly processKey: string }) {
  const { process, running } = useProcess(key);
  if (!process) return <p className="detail-empty">{t('detail.empty')}</p>;
  return (
    <article className="detail" aria-labelledby="detail-name">
      <header className="detail-header">
        <h2 id="detail-name" className="detail-name">
          {process.name}
        </h2>
        <p className="detail-about">{t('detail.pid', { pid: String(process.pid) })}</p>
      </header>
      {!running && (
        <p className="detail-ended" role="status">
          {t('detail.ended')}
        </p>
      )}
      {running && <Activity processKey={key} />}
      <Properties process={process} />
    </article>
  );
}

function Activity({ processKey: key }: { readonly processKey: string }) {
  const trends = useStore(useModel().feed.live, (live) => live.trends);
  const { cpu, memory } = trends.of(key);
  return (
    <section className="detail-section" aria-label={t('detail.activity')}>
      <Course name={t('detail.cpu')} values={cpu} format={percent} least={100} />
      <Course name={t('detail.memory')} values={memory} format={bytes} />
    </section>
  );
}

interface CourseProps {
  readonly name: string;
  readonly values: readonly number[];
  readonly format: (value: number) => { readonly value: string; readonly unit: string };
  /** The top of the drawing is at least this, so that small figures look small. */
  readonly least?: number;
}

function Course({ name, values, format, least = 0 }: CourseProps) {
  const now = format(values.at(-1) ?? 0);
  return (
    <div className="detail-course">
      <p className="detail-course-head">
        <span className="detail-course-name">{name}</span>
        <span className="detail-course-value">
          {now.value}
          <span className="metric-unit">{now.unit}</span>
        </span>
      </p>
      <Sparkline values={values} top={Math.max(least, ...values)} label={inWords(name, values, format)} />
    </div>
  );
}

function Properties({ process }: { readonly process: Process }) {
  const redact = useStore(useModel().settings, (settings) => settings.redact);
  const user = process.user || t('detail.unknown');
  const names = process.user && process.user !== 'root' ? [process.user] : [];
  return (
    <section className="detail-section" aria-label={t('detail.properties')}>
      <dl>
        <Property name={t('detail.user')}>{redact && process.user ? MASK : user}</Property>
        <Property name={t('detail.state')}>{t(`state.${process.state}`)}</Property>
        <Property name={t('detail.threads')}>{count(process.threads)}</Property>
        <Started at={process.started} />
        <Parent process={process} />
        <Children process={process} />
        <Property name={t('detail.path')} copyable>
          {process.path === null ? (
            <span className="detail-missing">{missingPath(process)}</span>
          ) : (
            shown(process.path, redact && maskPath)
          )}
        </Property>
        {process.commandLine !== '' && (
          <Property name={t('detail.command-line')} copyable>
            <span className="ui-mono">{shown(process.commandLine, redact && ((text) => maskText(text, names)))}</span>
          </Property>
        )}
      </dl>
    </section>
  );
}

function shown(text: string, mask: false | ((text: string) => string)): string {
  return mask ? mask(text) : text;
}

function Started({ at }: { readonly at: number }) {
  const now = useNow(30_000);
  if (at === 0) return <Property name={t('detail.started')}>{t('detail.unknown')}</Property>;
  return (
    <Property name={t('detail.started')}>
      {fullMoment(at)}
      <span className="detail-aside">{age(now - at)}</span>
    </Property>
  );
}

function Parent({ process }: { readonly process: Process }) {
  const show = useShowProcess();
  const parent = useStore(useModel().feed.live, (live) =>
    live.processes.find(({ pid }) => pid === process.parentPid && pid !== process.pid),
  );
  if (process.parentPid === 0) return <Property name={t('detail.parent')}>{t('detail.none')}</Property>;
  return (
    <Property name={t('detail.parent')}>
      {parent ? (
        <TextLink onPress={() => show(processKey(parent))}>
          {parent.name} ({parent.pid})
        </TextLink>
      ) : (
        t('detail.parent-unseen', { pid: String(process.parentPid) })
      )}
    </Property>
  );
}

function Children({ process }: { readonly process: Process }) {
  const children = useStore(
    useModel().feed.live,
    (live) => live.processes.filter(({ parentPid, pid }) => parentPid === process.pid && pid !== process.pid).length,
  );
  return <Property name={t('detail.children')}>{children === 0 ? t('detail.none') : count(children)}</Property>;
}

interface PropertyProps {
  readonly name: string;
  /** Long text that people take elsewhere: it stands on lines of its own and can be marked. */
  readonly copyable?: boolean;
  readonly children: ReactNode;
}

/** A name and its value in the detail pane. */
export function Property({ name, copyable = false, children }: PropertyProps) {
  return (
    <div className="property" data-copyable={copyable}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A process by its key, running or with its last readings; `undefined` when it was never seen. */
function useProcess(key: string): { readonly process: Process | undefined; readonly running: boolean } {
  const { live } = useModel().feed;
  const running = useStore(live, (now) => now.byKey.get(key));
  const departed = useStore(live, (now) => now.departed.get(key));
  return { process: running ?? departed, running: running !== undefined };
}

/** Shows a process in the list, as a step that Back returns from. A query that would hide it is cleared. */
export function useShowProcess(): (key: string) => void {
  const { trail, list, queries } = useModel();
  return (key) => {
    if (list.get().indexOf(key) < 0) queries.processes.set('');
    trail.update((now) => go(now, { view: 'processes', selection: [key] }));
  };
}
