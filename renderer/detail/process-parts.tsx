import type { Detail } from '../../app/finder/asking.ts';
import { t, tn } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { TextLink } from '../../ui/design/controls.tsx';
import { duration, measureText, percent } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { type Shown, useShown } from '../object/shown.ts';
import { useShow } from '../object/use-show.ts';
import { useModel } from '../state/model.ts';
import { tellingArgument } from '../views/telling-argument.ts';
import { type ChainStep, chainOf, childrenOf } from './chain.ts';
import { Links, lineOf, Section } from './parts.tsx';

interface ChainProps {
  readonly process: Row;
  readonly detail: Detail | null;
  /** The process itself is the first step: what is shown is something of its. */
  readonly withItself?: boolean;
}

/** What started a process, step by step up to the first one; each step leads to its process. */
export function Chain({ process, detail, withItself = false }: ChainProps) {
  const { byKey, departed } = useStore(useModel().lists.processes);
  const steps = chainOf(process, { running: byKey, remembered: [...departed.values(), ...(detail?.chain ?? [])] });
  const own: readonly ChainStep[] = withItself
    ? [{ kind: 'known', row: process, running: byKey.has(process.key) }]
    : [];
  if (own.length + steps.length === 0) {
    return (
      <Section title={t('detail.chain')}>
        <p className="detail-aside">{t(originOf(process))}</p>
      </Section>
    );
  }
  return (
    <Section title={t(withItself ? 'detail.program' : 'detail.chain')}>
      <ol className="chain">
        {[...own, ...steps].map((step) => (
          <Step key={step.kind === 'known' ? step.row.key : `unknown ${step.pid}`} step={step} />
        ))}
      </ol>
    </Section>
  );
}

/** Why a process has nothing above it. */
function originOf({ pid, parentPid }: Row) {
  if (pid === 1) return 'detail.chain.first';
  return parentPid === 0 ? 'detail.chain.kernel' : 'detail.chain.lost';
}

function Step({ step }: { readonly step: ChainStep }) {
  const shown = useShown();
  const show = useShow();
  if (step.kind === 'unknown') {
    const named = step.name === '' ? '' : `${shown.text(step.name)}, `;
    return (
      <li className="chain-step" data-known="false">
        {named}
        {t('detail.chain.unknown', { pid: String(step.pid) })}
      </li>
    );
  }
  const { row } = step;
  return (
    <li className="chain-step" data-running={step.running}>
      <TextLink onPress={() => show('process', row)}>{shown.text(String(row['name']))}</TextLink>
      <span className="detail-aside">{aboutStep(row, step.running, shown)}</span>
    </li>
  );
}

/** "http.server · PID 4242 · ended" */
function aboutStep(row: Row, running: boolean, shown: Shown): string {
  const telling = tellingArgument(String(row['commandLine'] ?? ''), String(row['name'] ?? ''));
  return lineOf([
    shown.text(telling),
    t('detail.pid', { pid: String(row['pid']) }),
    !running && t('detail.chain.ended'),
  ]);
}

/** Threads, children, ports and connections of a process. */
export function ProcessRelations({ process, detail }: { readonly process: Row; readonly detail: Detail | null }) {
  const shown = useShown();
  const rows = useStore(useModel().lists.processes, (live) => live.rows);
  const children = childrenOf(process.key, rows);
  const gone = (detail?.children ?? []).filter(({ key }) => !rows.some((row) => row.key === key));
  const threads = detail?.threads ?? [];
  return (
    <>
      <ProcessLinks title={tn('detail.children', children.length + gone.length)} rows={[...children, ...gone]} />
      <PortLinks rows={detail?.ports ?? []} />
      <ConnectionLinks rows={detail?.connections ?? []} />
      <Links
        title={tn('detail.threads', threads.length)}
        items={threads.toSorted((a, b) => b.cpu - a.cpu)}
        keyOf={({ id }) => String(id)}
        render={({ id, name, cpu }) => (
          <>
            <span className="link-name">
              {shown.text(name)} <span className="detail-note">{id}</span>
            </span>
            <span className="link-figure">{duration(cpu * 1000)}</span>
          </>
        )}
      />
    </>
  );
}

/** Processes with their PID and what they use; a name leads to the process. */
export function ProcessLinks({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  const shown = useShown();
  const show = useShow();
  return (
    <Links
      title={title}
      items={rows}
      keyOf={({ key }) => key}
      render={(row) => (
        <>
          <span className="link-name">
            <TextLink onPress={() => show('process', row)}>{shown.text(String(row['name']))}</TextLink>{' '}
            <span className="detail-note">{String(row['pid'])}</span>
          </span>
          <span className="link-figure">
            {typeof row['cpu'] === 'number' ? measureText(percent(row['cpu'])) : t('value.none')}
          </span>
        </>
      )}
    />
  );
}

/** Listening ports; a number leads to the port. */
export function PortLinks({ rows }: { readonly rows: readonly Row[] }) {
  const shown = useShown();
  const show = useShow();
  return (
    <Links
      title={tn('detail.ports', rows.length)}
      items={rows}
      keyOf={({ key }) => key}
      render={(row) => (
        <>
          <span className="link-name">
            <TextLink onPress={() => show('port', row)}>{t('detail.port', { port: String(row['port']) })}</TextLink>
          </span>
          <span className="link-figure">
            {row['address'] === '*' ? t('value.all-addresses') : shown.name(String(row['address']))}
          </span>
        </>
      )}
    />
  );
}

/** Connections; the address at the other end leads to the connection. It is never looked up. */
export function ConnectionLinks({ rows }: { readonly rows: readonly Row[] }) {
  const shown = useShown();
  const show = useShow();
  return (
    <Links
      title={tn('detail.connections', rows.length)}
      items={rows}
      keyOf={({ key }) => key}
      render={(row) => (
        <>
          <span className="link-name">
            <TextLink onPress={() => show('connection', row)}>
              {shown.name(String(row['remoteAddress']))}:{String(row['remotePort'])}
            </TextLink>
          </span>
          <span className="link-figure">{t(`choice.${row['state']}` as 'choice.unknown')}</span>
        </>
      )}
    />
  );
}
