import { useEffect } from 'react';
import type { Process } from '../../../app/finder/process.ts';
import { t, tn } from '../../../app/messages/index.ts';
import { Button } from '../../../ui/design/controls.tsx';
import { DialogFrame, Modal, Note } from '../../../ui/design/index.ts';
import { shortMoment } from '../../../ui/format/format.ts';
import { wallClock } from '../../../ui/state/clock.ts';
import { useStore } from '../../../ui/state/store.ts';
import { useModel } from '../../state/model.ts';
import { tellingArgument } from '../../views/telling-argument.ts';
import { useModalWatch } from '../modal-watch.ts';
import { type Shown, useShown } from '../shown.ts';
import { type EndAdvice, endAdvice, isEndable } from './end-advice.ts';
import type { Ending } from './ending.ts';
import { useEnding } from './use-ending.ts';
import './end-dialog.css';

interface EndDialogProps {
  readonly processes: readonly Process[];
  /** Ends them at once, without asking them. */
  readonly force: boolean;
  readonly onClose: () => void;
}

/** Asks once, ends, and stays until it is known what came of it. Escape and the close button end nothing. */
export function EndDialog(props: EndDialogProps) {
  useModalWatch();
  const { product } = useModel();
  const { processes, onClose } = props;
  const endable = processes.filter((process) => isEndable(endAdvice(process, product)));
  return (
    <Modal isOpen size="regular" onEscape={onClose}>
      {endable.length > 0 ? (
        <EndQuestion {...props} endable={endable} />
      ) : (
        <NothingToEnd processes={processes} onClose={onClose} />
      )}
    </Modal>
  );
}

/** None of what is selected can be ended: says why of each kind, once. */
function NothingToEnd({ processes, onClose }: Pick<EndDialogProps, 'processes' | 'onClose'>) {
  const { product } = useModel();
  const shown = useShown();
  const reasons = advised(processes, product);
  return (
    <DialogFrame
      title={t('end.title.none')}
      onClose={onClose}
      foot={
        <Button onPress={onClose} autoFocus>
          {t('end.close')}
        </Button>
      }
    >
      <div className="end">
        <TargetList processes={processes} shown={shown} />
        {reasons.length === 0 && <p>{t('end.none')}</p>}
        {reasons.map(({ advice, count }) => (
          <p key={advice}>{adviceText(advice, count)}</p>
        ))}
      </div>
    </DialogFrame>
  );
}

function EndQuestion({ endable, force, onClose }: EndDialogProps & { readonly endable: readonly Process[] }) {
  const { notice, product } = useModel();
  const shown = useShown();
  const { ending, confirm } = useEnding(endable, force);
  const [only] = endable;
  const name = only ? nameOf(only, shown) : '';
  const allEnded = ending.phase === 'over' && ending.targets.every(({ state }) => state === 'ended');
  useEffect(() => {
    if (!allEnded) return;
    const { length } = endable;
    notice.set({ tone: 'ok', text: length === 1 ? t('end.done', { name }) : t('end.done.many', { count: length }) });
    onClose();
  }, [allEnded, endable, name, notice, onClose]);

  return (
    <DialogFrame
      title={titleOf(ending, name)}
      onClose={onClose}
      foot={<EndFoot ending={ending} onKeep={onClose} onEnd={confirm} />}
    >
      <div className="end">
        {ending.phase === 'question' ? (
          <Question ending={ending} advice={advised(endable, product)} shown={shown} />
        ) : (
          <Progress ending={ending} shown={shown} />
        )}
      </div>
    </DialogFrame>
  );
}

function titleOf({ force, targets }: Ending, name: string): string {
  const { length: count } = targets;
  if (count === 1) return force ? t('end.title.force.single', { name }) : t('end.title.single', { name });
  return force ? t('end.title.force.many', { count }) : t('end.title.many', { count });
}

/** What speaks against ending some processes, and of how many of them it is true. */
interface Advised {
  readonly advice: Exclude<EndAdvice, 'fine'>;
  readonly count: number;
}

function advised(processes: readonly Process[], own: string): readonly Advised[] {
  const counts = new Map<Advised['advice'], number>();
  for (const process of processes) {
    const advice = endAdvice(process, own);
    if (advice !== 'fine') counts.set(advice, (counts.get(advice) ?? 0) + 1);
  }
  return [...counts].map(([advice, count]) => ({ advice, count }));
}

/** There is one first process. */
function adviceText(advice: Advised['advice'], count: number): string {
  return advice === 'init' ? t('end.advice.init') : tn(`end.advice.${advice}`, count);
}

interface QuestionProps {
  readonly ending: Ending;
  readonly advice: readonly Advised[];
  readonly shown: Shown;
}

/** What ends, what is lost with it, and that there is no way back. */
function Question({ ending, advice, shown }: QuestionProps) {
  const processes = ending.targets.map(({ process }) => process);
  const children = useChildren(processes);
  return (
    <>
      <TargetList processes={processes} shown={shown} />
      {advice.map((one) => (
        <Note key={one.advice} tone="danger">
          {adviceText(one.advice, one.count)}
        </Note>
      ))}
      <p>{tn(ending.force ? 'end.lost.force' : 'end.lost', processes.length)}</p>
      {children > 0 && <p>{tn('end.children-note', processes.length)}</p>}
      <p className="end-final">{t('end.final')}</p>
    </>
  );
}

/** What came of each so far. */
function Progress({ ending, shown }: { readonly ending: Ending; readonly shown: Shown }) {
  return (
    <>
      <p role="status">{progressText(ending)}</p>
      <ul className="end-targets">
        {ending.targets.map(({ process, state }) => (
          <li key={process.key} className="end-target">
            <span className="end-name">{targetText(process, shown)}</span>
            <span className="end-state" data-state={state}>
              {t(`end.state.${state}`)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function progressText({ phase, forced, targets }: Ending): string {
  const { length } = targets;
  if (phase === 'stuck') return tn(forced ? 'end.stuck.forced' : 'end.stuck', length);
  if (phase === 'ending') return tn(forced ? 'end.waiting.force' : 'end.waiting', length);
  return '';
}

interface EndFootProps {
  readonly ending: Ending;
  readonly onKeep: () => void;
  readonly onEnd: () => void;
}

/** The safe answer has the focus; while a process is waited for, closing is all there is to do. */
function EndFoot({ ending, onKeep, onEnd }: EndFootProps) {
  const { phase, force, forced, targets } = ending;
  if (phase === 'ending' || phase === 'over' || (phase === 'stuck' && forced)) {
    return (
      <Button key="close" onPress={onKeep} autoFocus>
        {t('end.close')}
      </Button>
    );
  }
  const keep = targets.length === 1 ? t('end.keep') : t('end.keep.many');
  return (
    <>
      <Button key={phase} onPress={onKeep} autoFocus>
        {phase === 'stuck' ? t('end.wait') : keep}
      </Button>
      <Button onPress={onEnd}>{t(force ? 'end.do.force' : 'end.do')}</Button>
    </>
  );
}

/** Processes named one by one; of more the number is in the title. */
const NAMED = 8;

function TargetList({ processes, shown }: { readonly processes: readonly Process[]; readonly shown: Shown }) {
  const more = processes.length - NAMED;
  return (
    <ul className="end-targets">
      {processes.slice(0, NAMED).map((process) => (
        <TargetLine key={process.key} process={process} shown={shown} />
      ))}
      {more > 0 && <li className="end-more">{tn('end.more', more)}</li>}
    </ul>
  );
}

/** "http.server, PID 4242, your process, since 09:12, 2 children" */
function TargetLine({ process, shown }: { readonly process: Process; readonly shown: Shown }) {
  const children = useChildren([process]);
  const parts = [
    targetText(process, shown),
    ...(process.started > 0 ? [t('end.since', { moment: shortMoment(process.started, wallClock()) })] : []),
    ...(children > 0 ? [tn('end.children', children)] : []),
  ];
  return <li className="end-target">{parts.join(', ')}</li>;
}

function targetText(process: Process, shown: Shown): string {
  return t('end.what', { name: nameOf(process, shown), pid: String(process.pid), owner: ownerText(process, shown) });
}

/** Its name with what it runs: "python3" alone could be anything. */
function nameOf({ name, commandLine }: Process, shown: Shown): string {
  return shown.text(`${name} ${tellingArgument(commandLine, name)}`.trim());
}

function ownerText({ mine, user }: Process, shown: Shown): string {
  if (mine) return t('end.owner.mine');
  return user === '' ? t('end.owner.unknown') : t('end.owner.named', { user: shown.name(user) });
}

/** How many processes these have started that still run. */
function useChildren(processes: readonly Process[]): number {
  const keys = new Set(processes.map(({ key }) => key));
  return useStore(
    useModel().lists.processes,
    ({ rows }) => rows.filter(({ parentKey }) => typeof parentKey === 'string' && keys.has(parentKey)).length,
  );
}
