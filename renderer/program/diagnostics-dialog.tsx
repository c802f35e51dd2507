import { useState } from 'react';
import { swallowed } from '../../app/debug.ts';
import { diagnose } from '../../app/diagnosis/diagnose.ts';
import type { DiagnosisFacts } from '../../app/diagnosis/facts.ts';
import { type Report, type ReportRow, reportOf, reportText } from '../../app/diagnosis/report.ts';
import type { CopyAnswer } from '../../app/ipc/clipboard.ts';
import { t } from '../../app/messages/index.ts';
import { Button, copyFailure, DialogFrame, Note } from '../design/index.ts';
import { Failure, Loading } from './answer-states.tsx';
import { useAnswer } from './use-answer.ts';

const ask = () => window.candor.invoke('program.diagnose');

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
    window.candor.invoke('clipboard.copy', { text: reportText(masked) }).then(setAnswer, (error: unknown) => {
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
