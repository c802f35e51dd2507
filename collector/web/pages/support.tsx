import type { Batch } from 'candor-client/core';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { type Failure, lookUp } from '../asking/ask.ts';
import { formatDays } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { Lead } from '../parts/answer-view.tsx';
import { LookedUpSession, type SessionParts, sessionsOf } from '../parts/looked-up-session.tsx';
import { Failed, Loading, PageState } from '../parts/states.tsx';
import type { Page } from './page.ts';
import './support.css';

export const support: Page = {
  id: 'support',
  key: 's',
  name: 'support.name',
  title: 'support.title',
  hasFilters: false,
  isApart: true,
  View: Support,
};

/** What the collector answers, see collector/http/support.ts. */
interface LookedUp {
  readonly batches: readonly { readonly received: number; readonly batch: Batch }[];
  readonly next: string | null;
}

interface Asked {
  readonly installation: string;
  readonly reason: string;
}

type Outcome =
  | { readonly status: 'idle' | 'asking' }
  | { readonly status: 'failed'; readonly failure: Failure; readonly asked: Asked }
  | {
      readonly status: 'found';
      readonly asked: Asked;
      readonly sessions: readonly SessionParts[];
      readonly next: string | null;
    };

/** An ID as people paste it: with its spaces, in capitals, in braces. */
const idIn = (text: string) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text.toLowerCase())?.[0];

/** One installation, for the person who asks about it; behind "#", where no server is told of it, a link has its ID. */
function Support() {
  const [id, setId] = useState(() => idIn(window.location.hash) ?? '');
  const [reason, setReason] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ status: 'idle' });
  // Only what was asked last is shown: what comes late is about somebody else.
  const asks = useRef(0);
  const ask = async (asked: Asked, before?: { readonly sessions: readonly SessionParts[]; readonly next: string }) => {
    const own = ++asks.current;
    if (!before) setOutcome({ status: 'asking' });
    const answered = await lookUp<LookedUp>({ ...asked, ...(before ? { before: before.next } : {}) });
    if (own !== asks.current) return;
    if ('kind' in answered) return setOutcome({ status: 'failed', failure: answered, asked });
    const { batches, next } = answered.answer;
    setOutcome({ status: 'found', asked, sessions: sessionsOf(batches, before?.sessions), next });
  };
  useEffect(() => {
    // A link that is opened where another one was loads no page anew, and is about another person, for another reason.
    const follow = () => {
      const linked = idIn(window.location.hash);
      if (linked === undefined) return;
      asks.current++;
      setId(linked);
      setReason('');
      setOutcome({ status: 'idle' });
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return (
    <div className="answer">
      <Lead>{t('support.lead')}</Lead>
      <LookUpForm
        id={id}
        onId={setId}
        reason={reason}
        onReason={setReason}
        isAsking={outcome.status === 'asking'}
        onAsk={(asked) => void ask(asked)}
      />
      <div aria-live="polite">
        {outcome.status === 'asking' && <Loading />}
        {outcome.status === 'failed' && <NotFound outcome={outcome} onAgain={() => void ask(outcome.asked)} />}
        {outcome.status === 'found' && (
          <Found {...outcome} onOlder={(next) => void ask(outcome.asked, { sessions: outcome.sessions, next })} />
        )}
      </div>
    </div>
  );
}

interface LookUpFormProps {
  readonly id: string;
  readonly onId: (id: string) => void;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly isAsking: boolean;
  readonly onAsk: (asked: Asked) => void;
}

function LookUpForm({ id, onId, reason, onReason, isAsking, onAsk }: LookUpFormProps) {
  const [isWrong, setWrong] = useState(false);
  const about = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const installation = idIn(id);
    setWrong(installation === undefined);
    if (installation !== undefined) onAsk({ installation, reason: reason.trim() });
  };
  return (
    <form className="look-up panel" onSubmit={submit}>
      <label>
        {t('support.installation')}
        <input
          type="text"
          required
          autoComplete="off"
          spellCheck={false}
          value={id}
          aria-invalid={isWrong}
          aria-describedby={about}
          onChange={({ target }) => onId(target.value)}
        />
      </label>
      <label>
        {t('support.reason')}
        <input
          type="text"
          required
          minLength={4}
          maxLength={200}
          autoComplete="off"
          value={reason}
          onChange={({ target }) => onReason(target.value)}
        />
      </label>
      <button type="submit" className="button" disabled={isAsking}>
        {t('support.look-up')}
      </button>
      <p id={about} role={isWrong ? 'alert' : undefined}>
        {t(isWrong ? 'support.wrong-id' : 'support.about')}
      </p>
    </form>
  );
}

function NotFound({ outcome: { failure }, onAgain }: { outcome: { failure: Failure }; onAgain: () => void }) {
  if (failure.kind !== 'no-day') return <Failed failure={failure} askAgain={onAgain} />;
  return (
    <PageState title={t('support.nothing')}>
      <p>{t('support.nothing-text')}</p>
    </PageState>
  );
}

interface FoundProps {
  readonly asked: Asked;
  readonly sessions: readonly SessionParts[];
  readonly next: string | null;
  readonly onOlder: (next: string) => void;
}

function Found({ asked, sessions, next, onOlder }: FoundProps) {
  const days = sessions.map(({ start }) => start).sort();
  return (
    <section className="look-up-found" aria-label={t('support.found-title')}>
      <h2>{asked.installation}</h2>
      <p>
        {tn('support.sessions', sessions.length, { days: formatDays(days[0] ?? '', days.at(-1) ?? '') })}{' '}
        {t('support.without-k')}
      </p>
      {sessions.map((session, index) => (
        <LookedUpSession key={session.key} session={session} isOpen={index === 0} />
      ))}
      {next !== null && (
        <button type="button" className="button" onClick={() => onOlder(next)}>
          {t('support.older')}
        </button>
      )}
    </section>
  );
}
