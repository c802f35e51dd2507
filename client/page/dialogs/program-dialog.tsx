import { useEffect, useState } from 'react';
import { Button, CopyButton, DialogFrame, Disclosure, Note, RadioGroup, TextLink } from '../../../ui/design/index.ts';
import type { CollectingLevel } from '../../core/consent/levels.ts';
import type { ConsentDecision } from '../../core/consent/record.ts';
import { swallowed } from '../../core/debug.ts';
import type { DecideRequest, ProgramStatus } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';
import { type Asked, Failure, Loading } from './answer.tsx';
import { formatMoment } from './format.ts';
import { ProgramFacts } from './program-facts.tsx';
import { ProgramResults } from './program-results.tsx';
import { crossing, currentAnswer, currentLevel, lockExplanation, stateSentence } from './state-sentence.ts';
import { useDecide, useGuard } from './use-decide.ts';
import { UserDataSection } from './user-data-section.tsx';

interface ProgramDialogProps {
  readonly status: Asked<ProgramStatus>;
  readonly onClose: () => void;
  readonly onSee: () => void;
  readonly onSeeUserData: () => void;
}

/** Help > Customer Experience Improvement Program: the same question at any time, the state and the reason for it. */
export function ProgramDialog({ status, onClose, onSee, onSeeUserData }: ProgramDialogProps) {
  useEffect(() => {
    // It only spares the popup of this run; when it does not reach main, the popup waits behind this dialog anyway.
    bridge()
      .invoke('program.help-opened')
      .catch((error: unknown) => swallowed('ipc', 'help-opened', error));
  }, []);
  if (status.answer.state === 'ready') {
    return <Loaded status={status.answer.value} onClose={onClose} onSee={onSee} onSeeUserData={onSeeUserData} />;
  }
  return (
    <DialogFrame title={t('program.name')} onClose={onClose}>
      {status.answer.state === 'loading' ? <Loading /> : <Failure text={t('program.failed')} retry={status.reload} />}
    </DialogFrame>
  );
}

interface LoadedProps extends Omit<ProgramDialogProps, 'status'> {
  readonly status: ProgramStatus;
}

function Loaded({ status, onClose, onSee, onSeeUserData }: LoadedProps) {
  const current = currentAnswer(status.reason);
  const answeredLevel = currentLevel(status);
  const [chosen, setChosen] = useState<'yes' | 'no' | null>(null);
  const [chosenLevel, setLevel] = useState<CollectingLevel | null>(null);
  const { decide, failure } = useDecide('help', onClose);
  const guarded = useGuard();
  const lock = lockExplanation(status.reason);
  const answer = chosen ?? current;
  const level = chosenLevel ?? answeredLevel;
  // An answer that failed may be tried again, although main already acts on a No that it could not store.
  const changed = answer !== current || (answer === 'yes' && level !== answeredLevel) || failure !== undefined;
  const crossed = answer === 'yes' ? crossing(status, level) : undefined;
  const apply = () => {
    if (answer && changed) decide(request(answer, level));
  };
  return (
    <DialogFrame
      title={t('program.name')}
      onClose={onClose}
      guarded={guarded}
      failure={failure}
      foot={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" isDisabled={!changed || lock !== undefined} onPress={apply}>
            {t('common.ok')}
          </Button>
        </>
      }
    >
      <div className="program-stack">
        <Note tone={status.level === 'off' ? 'muted' : 'ok'}>{stateSentence(status)}</Note>
        {status.unfinished?.includes('deleting') && <Note tone="danger">{t('program.undeleted')}</Note>}
        <RadioGroup
          label={t('program.question')}
          options={[
            { value: 'yes', label: t('program.yes') },
            { value: 'no', label: t('program.no') },
          ]}
          value={lock ? null : answer}
          onChange={setChosen}
          isDisabled={lock !== undefined}
          description={lock}
        />
        {current === 'yes' && answer === 'no' && <p role="status">{t('program.withdraw')}</p>}
        <ProgramFacts
          status={status}
          level={level}
          onLevel={setLevel}
          isLevelDisabled={answer !== 'yes' || lock !== undefined}
          levelNote={crossed && t(`program.level.${crossed}`)}
        />
        <p>
          <TextLink onPress={onSee}>{t('program.see')}</TextLink>
        </p>
        {status.results !== undefined && <ProgramResults address={status.results} />}
        <section className="program-identity">
          <h3>{t('program.installation')}</h3>
          <InstallationId id={status.installation} />
          <p className="program-aside">{t('program.installation.purpose')}</p>
        </section>
        <UserDataSection onSee={onSeeUserData} />
        <DecisionHistory history={status.history} />
      </div>
    </DialogFrame>
  );
}

function request(answer: 'yes' | 'no', level: CollectingLevel): DecideRequest {
  return answer === 'yes' ? { answer, level, from: 'help' } : { answer, from: 'help' };
}

/** Every answer that was given, newest first; folded, because few ask for it. */
function DecisionHistory({ history }: { readonly history: readonly ConsentDecision[] }) {
  if (history.length === 0) return null;
  return (
    <Disclosure title={t('program.history', { count: history.length })}>
      <table className="program-table">
        <thead>
          <tr>
            <th scope="col">{t('program.history.when')}</th>
            <th scope="col">{t('program.history.answer')}</th>
            <th scope="col">{t('program.history.level')}</th>
            <th scope="col">{t('program.history.from')}</th>
            <th scope="col">{t('program.history.line')}</th>
            <th scope="col">{t('program.history.notice')}</th>
          </tr>
        </thead>
        <tbody>
          {history.toReversed().map((decision) => (
            <tr key={decision.at}>
              <td>{formatMoment(decision.at)}</td>
              <td>{t(`consent.${decision.answer}`)}</td>
              <td>{decision.answer === 'yes' ? t(`level.${decision.level}`) : t('program.history.no-level')}</td>
              <td>{t(`program.history.from.${decision.from}`)}</td>
              <td>{decision.releaseLine}</td>
              <td>{decision.notice}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}

/** The installation ID as people quote it to support, with a button that copies it; or that it is not known now. */
export function InstallationId({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return <p>{t('program.installation.unknown')}</p>;
  return <Copied text={id} label={t('program.installation.copy')} />;
}

/** The link that opens, for support, what the collector holds of this installation. */
export function SupportLink({ link }: { readonly link: string }) {
  return (
    <section className="program-identity">
      <h3>{t('about.support')}</h3>
      <Copied text={link} label={t('about.support.copy')} />
      <p className="program-aside">{t('about.support.about')}</p>
    </section>
  );
}

function Copied({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="program-installation">
      <code className="program-breakable">{text}</code>
      <CopyButton label={label} copy={() => bridge().invoke('clipboard.copy', { text })} />
    </span>
  );
}
