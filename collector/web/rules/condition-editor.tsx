import { useId } from 'react';
import { isMessage, t } from '../messages/index.ts';
import { chosenOf, type Draft, draftOf, textName } from './draft.ts';
import type { Choice, Part, PartName, RuleField } from './fields.ts';

/** What is wrong with a condition: the part that it is about, as a JSON pointer within the condition, and what may stand there. */
export interface ConditionProblem {
  readonly at: string;
  readonly expected: string;
}

interface ConditionEditorProps {
  readonly number: number;
  readonly fields: readonly RuleField[];
  readonly draft: Draft;
  readonly problem: ConditionProblem | undefined;
  readonly onChange: (draft: Draft) => void;
  /** Not there for the only one. */
  readonly onRemove: (() => void) | undefined;
}

/** One condition: a field of the registry, how it compares, and with what. */
export function ConditionEditor({ number, fields, draft, problem, onChange, onRemove }: ConditionEditorProps) {
  const wrong = useId();
  const field = fields.find((its) => its.field === draft.field);
  if (!field) return null;
  const parts = Object.entries(field.parts(draft.op)) as [PartName, Part][];
  const change = (name: string, text: string) => onChange({ ...draft, texts: { ...draft.texts, [name]: text } });
  const controlOf = ([name, part]: [PartName, Part]) => (
    <PartEditor
      key={name}
      name={name}
      part={part}
      draft={draft}
      wrong={problem?.at.startsWith(`/${name}`) ? wrong : undefined}
      onText={change}
    />
  );
  return (
    <fieldset className="condition">
      <legend>{t('editor.condition', { number })}</legend>
      <label>
        {t('editor.field')}
        <select
          value={draft.field}
          onChange={({ target }) => {
            const chosen = fields.find((its) => its.field === target.value);
            if (chosen) onChange(draftOf(chosen, draft.key));
          }}
        >
          <FieldGroup label={t('editor.group-used')} fields={fields.filter(({ isContext }) => !isContext)} />
          <FieldGroup label={t('editor.group-context')} fields={fields.filter(({ isContext }) => isContext)} />
        </select>
      </label>
      {parts.filter(([name]) => name !== 'value').map(controlOf)}
      {field.ops.length > 1 && (
        <label>
          {t('editor.op')}
          <select value={draft.op} onChange={({ target }) => onChange({ ...draft, op: target.value })}>
            {field.ops.map((op) => (
              <option key={op} value={op}>
                {t(`editor.op-${op}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {parts.filter(([name]) => name === 'value').map(controlOf)}
      {onRemove && (
        <button type="button" className="plain" onClick={onRemove}>
          {t('editor.remove', { number })}
        </button>
      )}
      {problem && (
        <p id={wrong} role="alert">
          {t('editor.wrong', { expected: problem.expected })}
        </p>
      )}
    </fieldset>
  );
}

function FieldGroup({ label, fields }: { label: string; fields: readonly RuleField[] }) {
  return (
    <optgroup label={label}>
      {fields.map(({ field, title }) => (
        <option key={field} value={field}>
          {title}
        </option>
      ))}
    </optgroup>
  );
}

interface PartEditorProps {
  readonly name: PartName;
  readonly part: Part;
  readonly draft: Draft;
  /** The id of what says that it is wrong. */
  readonly wrong: string | undefined;
  readonly onText: (name: string, text: string) => void;
}

function PartEditor({ name, part, draft, wrong, onText }: PartEditorProps) {
  const choose = (label: string, at: string, choices: readonly Choice[], first = choices[0]?.id) => (
    <label key={at}>
      {label}
      <select
        value={chosenOf(draft, at, first)}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong}
        onChange={({ target }) => onText(at, target.value)}
      >
        {choices.map(({ id, label: text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
  switch (part.kind) {
    case 'choice':
      return choose(t(`editor.${name}`), name, part.choices);
    case 'steps':
      return [0, 1, 2].map((step) =>
        choose(t('editor.step', { number: step + 1 }), textName(name, step), part.choices),
      );
    case 'filter': {
      const any = { id: '', label: t('editor.any') };
      return Object.entries(part.lists).map(([list, words]) =>
        choose(filterTitle(list), textName(name, list), [any, ...words.map((id) => ({ id, label: id }))]),
      );
    }
    default:
      return (
        <label>
          {valueTitle(part)}
          <input
            type="text"
            inputMode={part.kind === 'number' ? 'numeric' : 'text'}
            autoComplete="off"
            spellCheck={false}
            value={draft.texts[name] ?? ''}
            aria-invalid={wrong !== undefined}
            aria-describedby={wrong}
            onChange={({ target }) => onText(name, target.value)}
          />
        </label>
      );
  }
}

function filterTitle(list: string): string {
  const key = `editor.error-${list}`;
  return isMessage(key) ? t(key) : list;
}

/** Lists of so many words are told beside the control. */
const MOST_TOLD = 12;

function valueTitle(part: Exclude<Part, { readonly kind: 'choice' | 'steps' | 'filter' }>): string {
  if (part.kind === 'number' && part.isDuration) return t('editor.milliseconds');
  if (part.kind !== 'list') return t('editor.value');
  const { words } = part;
  return words.length > 0 && words.length <= MOST_TOLD
    ? t('editor.values-of', { values: words.join(', ') })
    : t('editor.values');
}
