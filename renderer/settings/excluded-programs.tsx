import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { FieldError, Form, Input, Label, TextField } from 'react-aria-components';
import { t } from '../../app/messages/index.ts';
import { MAX_EXCLUDED, MAX_PROGRAM_NAME } from '../../app/settings.ts';
import { Button, IconButton } from '../../ui/design/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

/** The programs that are left out of the history: a list, and a field for one more. */
export function ExcludedPrograms() {
  const { settings } = useModel();
  const excluded = useStore(settings, (now) => now.excludedPrograms);
  const heading = useRef<HTMLHeadingElement>(null);
  const remove = (name: string) => {
    settings.change({ excludedPrograms: excluded.filter((one) => one !== name) });
    // The button goes with its row.
    heading.current?.focus();
  };
  return (
    <section className="settings-part" aria-labelledby="settings-excluded">
      <h3 id="settings-excluded" ref={heading} tabIndex={-1}>
        {t('settings.excluded')}
      </h3>
      {excluded.length === 0 ? (
        <p className="program-aside">{t('settings.excluded.none')}</p>
      ) : (
        <ul className="settings-programs">
          {excluded.map((name) => (
            <li key={name}>
              <span className="program-breakable">{name}</span>
              <IconButton icon={X} label={t('settings.excluded.remove', { name })} onPress={() => remove(name)} />
            </li>
          ))}
        </ul>
      )}
      <AddProgram excluded={excluded} onAdd={(name) => settings.change({ excludedPrograms: [...excluded, name] })} />
      <p className="program-aside">{t('settings.excluded.note')}</p>
    </section>
  );
}

interface AddProgramProps {
  readonly excluded: readonly string[];
  readonly onAdd: (name: string) => void;
}

function AddProgram({ excluded, onAdd }: AddProgramProps) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const add = () => {
    const name = text.trim();
    if (name === '') return;
    const found = whyNot(name, excluded);
    setFault(found);
    if (found !== undefined) return;
    onAdd(name);
    setText('');
  };
  return (
    <Form
      className="settings-add"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextField
        className="settings-name"
        value={text}
        onChange={(next) => {
          setText(next);
          setFault(undefined);
        }}
        isInvalid={fault !== undefined}
        validationBehavior="aria"
      >
        <Label>{t('settings.excluded.name')}</Label>
        <Input className="settings-input" spellCheck="false" />
        <FieldError className="settings-fault">{fault}</FieldError>
      </TextField>
      <Button type="submit">{t('settings.excluded.add')}</Button>
    </Form>
  );
}

/** Why a program cannot be added to the list, as one sentence. */
export function whyNot(name: string, excluded: readonly string[]): string | undefined {
  if (excluded.includes(name)) return t('settings.excluded.there', { name });
  if (excluded.length >= MAX_EXCLUDED) return t('settings.excluded.full', { most: MAX_EXCLUDED });
  if (name.length > MAX_PROGRAM_NAME) return t('settings.excluded.long', { most: MAX_PROGRAM_NAME });
  return undefined;
}
