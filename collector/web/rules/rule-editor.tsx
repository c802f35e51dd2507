import { MAX_CONDITIONS, type Manifest, PRODUCTS_PATH } from 'candor-client/core';
import { type FormEvent, useMemo, useRef, useState } from 'react';
import { askAbout, type Failure } from '../asking/ask.ts';
import { useDashboard } from '../asking/dashboard-context.ts';
import { useAsked } from '../asking/use-asked.ts';
import { formatDays } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { daysOf } from '../routing/scope.ts';
import { ConditionEditor, type ConditionProblem } from './condition-editor.tsx';
import { conditionOf, type Draft, draftOf, problemOf } from './draft.ts';
import { type RuleField, ruleFields } from './fields.ts';
import { FinishedRule } from './finished-rule.tsx';
import './rule-editor.css';

/** What the collector answers, see collector/http/rule-trials.ts. */
interface Tried {
  readonly range: { readonly from: string; readonly to: string };
  readonly k: number;
  readonly installations: number | null;
  readonly organisations: number | null;
  readonly notTold: readonly unknown[];
}

type Outcome =
  | { readonly status: 'idle' | 'asking' }
  | { readonly status: 'failed'; readonly failure: Failure }
  | { readonly status: 'tried'; readonly tried: Tried };

/** A rule that nobody has published: how many it would have met, and what it looks like in a file. */
export function RuleEditor() {
  const { names, scope } = useDashboard();
  const [chosen, setChosen] = useState<string>();
  // An address may name anything: a product that is none of these, or another place of the collector.
  const { id: product } = names.products.find(({ id }) => id === (chosen ?? scope.product)) ?? names.products[0] ?? {};
  const address = product === undefined ? undefined : `${PRODUCTS_PATH}/${product}`;
  const { answer: manifest } = useAsked<Manifest>(address);
  if (!manifest || product === undefined) return null;
  return (
    <section className="panel rule-editor" aria-labelledby="rule-editor">
      <h2 id="rule-editor">{t('editor.title')}</h2>
      <p>{t('editor.about')}</p>
      {names.products.length > 1 && (
        <label>
          {t('editor.product')}
          <select value={product} onChange={({ target }) => setChosen(target.value)}>
            {names.products.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {manifest.product === product && <Conditions key={product} manifest={manifest} />}
    </section>
  );
}

function Conditions({ manifest }: { manifest: Manifest }) {
  const { names, scope, closed } = useDashboard();
  const fields = useMemo(() => ruleFields(manifest, names), [manifest, names]);
  const [first] = fields as [RuleField];
  const keys = useRef(1);
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => [draftOf(first, 0)]);
  const [problem, setProblem] = useState<{ readonly place: number } & ConditionProblem>();
  const [outcome, setOutcome] = useState<Outcome>({ status: 'idle' });
  const form = useRef<HTMLFormElement>(null);
  // Only what was asked last is shown.
  const asks = useRef(0);
  const when = drafts.map((draft) => conditionOf(fields.find(({ field }) => field === draft.field) ?? first, draft));
  const change = (next: readonly Draft[]) => {
    asks.current++;
    setDrafts(next);
    setProblem(undefined);
    setOutcome({ status: 'idle' });
  };
  const ask = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = conditionProblem(when, manifest);
    setProblem(wrong);
    if (wrong) {
      // Where it is wrong, once that is drawn.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    const own = ++asks.current;
    setOutcome({ status: 'asking' });
    const days = closed ? daysOf(scope, closed) : {};
    const answered = await askAbout<Tried>('/v1/answers/findings', { product: manifest.product, ...days, when });
    if (own !== asks.current) return;
    setOutcome(
      'kind' in answered ? { status: 'failed', failure: answered } : { status: 'tried', tried: answered.answer },
    );
  };
  return (
    <>
      <form ref={form} onSubmit={(event) => void ask(event)} noValidate>
        {drafts.map((draft, place) => (
          <ConditionEditor
            key={draft.key}
            number={place + 1}
            fields={fields}
            draft={draft}
            problem={problem?.place === place ? problem : undefined}
            onChange={(changed) => change(drafts.map((its) => (its === draft ? changed : its)))}
            onRemove={drafts.length > 1 ? () => change(drafts.filter((its) => its !== draft)) : undefined}
          />
        ))}
        <div className="rule-editor-ways">
          {drafts.length < MAX_CONDITIONS && (
            <button
              type="button"
              className="button"
              onClick={() => change([...drafts, draftOf(first, keys.current++)])}
            >
              {t('editor.add')}
            </button>
          )}
          <button type="submit" className="button primary" disabled={outcome.status === 'asking'}>
            {t('editor.try')}
          </button>
        </div>
      </form>
      <div aria-live="polite" className="rule-editor-outcome">
        {outcome.status === 'asking' && <Loading />}
        {outcome.status === 'failed' && (
          <NotTried failure={outcome.failure} onAgain={() => form.current?.requestSubmit()} />
        )}
        {outcome.status === 'tried' && <p className="lead">{triedText(outcome.tried)}</p>}
      </div>
      <FinishedRule when={when} manifest={manifest} />
    </>
  );
}

function NotTried({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
  if (failure.kind !== 'too-many') return <Failed failure={failure} askAgain={onAgain} />;
  return <p role="alert">{t('editor.too-many')}</p>;
}

/** What is wrong with the conditions alone, whatever the rest of the rule is. */
function conditionProblem(when: readonly unknown[], manifest: Manifest) {
  const problem = problemOf({ id: 'tried', when, text: { en: 'Tried.', it: 'Provata.' } }, manifest);
  const [, place, at = ''] = /^\/when\/(\d)(.*)$/.exec(problem?.at ?? '') ?? [];
  return problem && { place: Number(place ?? 0), at, expected: problem.expected };
}

function triedText({ installations, organisations, notTold, k, range }: Tried): string {
  if (notTold.length > 0) return t('findings.untold');
  if (installations === null) return t('editor.withheld', { k });
  return t('editor.met', {
    installations: tn('editor.installations', installations),
    organisations: tn('editor.organisations', organisations ?? 0),
    days: formatDays(range.from, range.to),
  });
}
