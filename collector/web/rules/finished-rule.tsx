import type { Manifest } from 'candor-client/core';
import { useState } from 'react';
import { useDashboard } from '../asking/dashboard-context.ts';
import { t } from '../messages/index.ts';
import { problemOf, type RuleTexts, ruleOf } from './draft.ts';

const NOTHING: RuleTexts = { id: '', en: '', it: '', remedy: '' };

/** The rest of a rule, and the whole of it as JSON for the author's file. */
export function FinishedRule({ when, manifest }: { when: readonly unknown[]; manifest: Manifest }) {
  const { names } = useDashboard();
  const [texts, setTexts] = useState(NOTHING);
  const [copied, setCopied] = useState<{ readonly text: string; readonly isCopied: boolean }>();
  const rule = ruleOf(when, texts);
  const json = JSON.stringify(rule, undefined, 2);
  const problem = problemOf(rule, manifest);
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(json).then(
      () => true,
      () => false,
    );
    setCopied({ text: json, isCopied });
  };
  const textOf = (part: 'id' | 'en' | 'it', label: string) => (
    <label>
      {label}
      <input
        type="text"
        autoComplete="off"
        spellCheck={part !== 'id'}
        lang={part === 'id' ? undefined : part}
        maxLength={part === 'id' ? 64 : 300}
        value={texts[part]}
        onChange={({ target }) => setTexts({ ...texts, [part]: target.value })}
      />
    </label>
  );
  return (
    <section className="finished-rule" aria-labelledby="finished-rule">
      <h3 id="finished-rule">{t('editor.rule')}</h3>
      <p>{t('editor.rule-about')}</p>
      {textOf('id', t('editor.id'))}
      {textOf('en', t('editor.text-en'))}
      {textOf('it', t('editor.text-it'))}
      <label>
        {t('editor.remedy')}
        <select value={texts.remedy} onChange={({ target }) => setTexts({ ...texts, remedy: target.value })}>
          <option value="">{t('editor.remedy-none')}</option>
          {manifest.commands
            .map(({ id }) => ({ id, label: names.command(id) }))
            .sort((a, b) => a.label.localeCompare(b.label))
            .map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
        </select>
      </label>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>{json}</pre>
      {problem && (
        <p className="finished-rule-problem">
          {t('editor.unfinished', { what: `${problem.at || '/'}, ${problem.expected}` })}
        </p>
      )}
      <button type="button" className="button" disabled={problem !== undefined} onClick={() => void copy()}>
        {t('editor.copy')}
      </button>
      <p role="status">{copied?.text === json && t(copied.isCopied ? 'editor.copied' : 'editor.not-copied')}</p>
    </section>
  );
}
