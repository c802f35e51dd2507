import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../../app/messages/index.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

interface PickProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

/** One of several, as the system shows them. */
export function Pick({ label, value, options, onChange }: PickProps) {
  return (
    <select className="ui-select" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface EntryProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly invalid?: boolean;
  /** Id of what says why it is wrong. */
  readonly describedBy?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A text of a form. */
export function Entry({ label, value, placeholder, invalid = false, describedBy, onChange }: EntryProps) {
  return (
    <input
      type="text"
      className="ui-entry"
      aria-label={label}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      autoComplete="off"
      spellCheck={false}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Takes away what it stands beside. */
export function Remove({ what, onPress }: { readonly what: string; readonly onPress: () => void }) {
  return (
    <button type="button" className="builder-remove" aria-label={t('builder.remove', { name: what })} onClick={onPress}>
      <X className="ui-icon" aria-hidden />
    </button>
  );
}

/** Adds one more; `to` is the list it goes to, where that has more than one in sight. */
export function Add({
  label,
  to,
  onPress,
}: {
  readonly label: string;
  readonly to?: string;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className="builder-add"
      aria-label={to === undefined ? undefined : t('builder.add-to', { name: to })}
      onClick={onPress}
    >
      <Plus className="ui-icon" aria-hidden />
      {label}
    </button>
  );
}

/** A part of the builder with its title beside it. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="builder-part">
      <legend>{title}</legend>
      <div className="builder-lines">{children}</div>
    </fieldset>
  );
}
