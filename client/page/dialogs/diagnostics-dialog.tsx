import { useState } from 'react';
import { Button, copyFailure, DialogFrame, Note } from '../../../ui/design/index.ts';
import { swallowed } from '../../core/debug.ts';
import { diagnose } from '../../core/diagnosis/diagnose.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import { type Report, type ReportRow, reportOf, reportText } from '../../core/diagnosis/report.ts';
import type { CopyAnswer } from '../../core/ipc/contract.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';
import { Failure, Loading, useAnswer } from './answer.tsx';

const ask = () => bridge().invoke('program.diagnose');

/** Causes that are as the person wants it, or pass by themselves without anything being amiss. */
const calm: ReadonlySet<string> = new Set(['sending', 'soon', 'session-open', 'all-sent', 'nothing-yet']);

/** Help > Diagnostics: why nothing is sent, in one sentence, then what was found. Nothing of it is recorded. */
export function DiagnosticsDialog({ onClose }: { readonly onClose: () => void }) {
  const { answer, reload } = useAnswer(ask);
  if (answer.state === 'ready') return <Loaded facts={answer.value} onRefresh={reload} onClose={onClose} />;
  return (
    <DialogFrame title={t('diagnosis.title')} onClose={onClose}>
      {answer.state === 'loading' ? <Loading /> : <Failure text={t('diagnosis.failed')} retry={reload} />}
    </DialogFrame>
  );
}

interface LoadedProps {
  readonly facts: DiagnosisFacts;
  readonly onRefresh: () => void;
  readonly onClose: () => void;
}

function Loaded({ facts, onRefresh, onClose }: LoadedProps) {
  const [answer, setAnswer] = useState<CopyAnswer | null>(null);
  const report = reportOf(facts);
  const copy = (installation: 'masked' | 'whole') => {
    const masked = reportOf(facts, { home: true, installation: installation === 'masked' });
    setAnswer(null);
    bridge()
      .invoke('clipboard.copy', { text: reportText(masked) })
      .then(setAnswer, (error: unknown) => {
        swallowed('ipc', 'copy', error);
        setAnswer({ status: 'failed', reason: 'refused' });
      });
  };
  const refresh = () => {
    setAnswer(null);
    onRefresh();
  };
  return (
    <DialogFrame
      title={t('diagnosis.title')}
      onClose={onClose}
      failure={answer?.status === 'failed' ? copyFailure(answer.reason) : undefined}
      foot={
        <>
          <span role="status" className="program-aside program-outcome">
            {answer?.status === 'copied' && t('common.copied')}
          </span>
          <Button onPress={refresh}>{t('common.refresh')}</Button>
          <Button onPress={() => copy('whole')}>{t('diagnosis.with-installation')}</Button>
          <Button variant="primary" onPress={() => copy('masked')}>
            {t('diagnosis.copy')}
          </Button>
        </>
      }
    >
      <div className="program-stack">
        <Note tone={calm.has(diagnose(facts)) ? 'ok' : 'muted'}>{report.why}</Note>
        <p className="program-aside">{t('diagnosis.lead')}</p>
        <Groups report={report} />
      </div>
    </DialogFrame>
  );
}

function Groups({ report }: { readonly report: Report }) {
  return report.groups.map(({ title, rows }) => (
    <section key={title}>
      <h3>{title}</h3>
      <dl className="program-terms program-findings">
        {rows.map((row) => (
          <Row key={row.label} row={row} />
        ))}
      </dl>
    </section>
  ));
}

function Row({ row }: { readonly row: ReportRow }) {
  return (
    <div>
      <dt>{row.label}</dt>
      <dd className="program-breakable">
        {row.values.map(({ text, place }) => (
          <p key={`${place} ${text}`}>
            {text}
            {place !== undefined && <span className="program-place"> {place}</span>}
          </p>
        ))}
      </dd>
    </div>
  );
}
