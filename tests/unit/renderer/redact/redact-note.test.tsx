import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../app/settings.ts';
import { RedactNote } from '../../../../renderer/redact/redact-note.tsx';
import { type Model, ModelProvider } from '../../../../renderer/state/model.ts';
import { createStore } from '../../../../ui/state/store.ts';

function shown(redact: boolean): string {
  // All that the note looks at.
  const model = { settings: createStore({ ...defaultSettings, redact }) } as unknown as Model;
  return renderToStaticMarkup(
    <ModelProvider value={model}>
      <RedactNote />
    </ModelProvider>,
  );
}

describe('the path bar', () => {
  it('says that names are masked while they are, and nothing of it otherwise', () => {
    expect(shown(true)).toContain('names masked');
    expect(shown(false)).toBe('');
  });
});
