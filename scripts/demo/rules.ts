/** The suggestions of the demo, one of each kind that there is, as their authors would write them. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Manifest, manifestOf, type Suggestions } from 'candor-client/core';
import { finder } from '../../app/finder/product.ts';
import { openState } from '../../collector/state/open-state.ts';
import { dayOf, isoDay } from '../../collector/storage/rows.ts';
import { makeKey } from '../../collector/suggestions/keys.ts';
import { PublishedSuggestions } from '../../collector/suggestions/published.ts';
import { readRules, signRules } from '../../collector/suggestions/rules-file.ts';
import { notes } from './notes.ts';

type DemoRules = Pick<Suggestions, 'product' | 'rules'>;

const finderRules: DemoRules = {
  product: finder.id,
  rules: [
    {
      id: 'window-error-mended',
      when: [
        { field: 'context.version', op: 'is', value: ['1.1.0'] },
        { field: 'errors.count', of: { class: 'RangeError', file: 'renderer/index' }, op: 'at-least', value: 1 },
      ],
      text: {
        en: 'An error that you have met is mended in version 1.2.0.',
        it: 'Un errore che hai incontrato è corretto nella versione 1.2.0.',
      },
      remedy: { version: '1.2.0' },
    },
    {
      id: 'search-slow',
      when: [
        {
          field: 'operations.duration',
          of: 'finder.search',
          outcome: 'ok',
          quantile: 0.5,
          op: 'at-least',
          value: 60,
        },
      ],
      text: {
        en: 'Searching takes long here: within the list of processes it is faster.',
        it: 'Qui cercare richiede tempo: nell’elenco dei processi è più veloce.',
      },
      remedy: { command: 'go.processes' },
    },
    {
      id: 'end-from-a-search',
      when: [
        { field: 'usage.sequence', of: ['go.search', 'object.quick-look', 'object.end'], op: 'at-least', value: 1 },
      ],
      text: {
        en: 'What a search has found can be ended at once, from the commands.',
        it: 'Ciò che una ricerca ha trovato si può chiudere subito, dai comandi.',
      },
      remedy: { command: 'go.commands' },
    },
    {
      id: 'theme-kept',
      when: [
        { field: 'usage.command', of: 'view.theme-dark', op: 'at-least', value: 2 },
        { field: 'configuration', of: 'theme', op: 'unchanged' },
      ],
      text: {
        en: 'The dark theme can stay on.',
        it: 'Il tema scuro può restare attivo.',
      },
      remedy: { setting: 'theme', value: 'dark' },
    },
  ],
};

const notesRules: DemoRules = {
  product: notes.id,
  rules: [
    {
      id: 'notes-open-faster',
      when: [
        { field: 'context.version', op: 'below', value: '2.4.0' },
        { field: 'operations.duration', of: 'note.load', outcome: 'ok', quantile: 0.5, op: 'at-least', value: 100 },
      ],
      text: {
        en: 'Notes open in half the time from version 2.4.0 on.',
        it: 'Dalla versione 2.4.0 le note si aprono in metà tempo.',
      },
      remedy: { version: '2.4.0' },
    },
  ],
};

export const demoRules = [
  { rules: finderRules, manifest: manifestOf(finder) },
  { rules: notesRules, manifest: manifestOf(notes) },
] as const;

/**
 * Publishes them as their authors do: checked, signed with a key made for it, which nobody keeps.
 * @param now milliseconds since 1970-01-01, UTC.
 * @throws Error when one of them would not be taken by an installation.
 */
export async function publishDemoRules(
  dataDir: string,
  now: number,
  onFault: (message: string) => void,
): Promise<void> {
  const { state, alone, close } = await openState({ dataDir, onFault });
  try {
    const published = new PublishedSuggestions(state);
    for (const { rules, manifest } of demoRules) {
      const key = await makeKey(absent(path.join(dataDir, 'rules.key')));
      const written = absent(path.join(dataDir, 'rules.json'));
      const today = dayOf(now);
      const dates = { serial: 1, issued: isoDay(today - 1), expires: isoDay(today + 90) };
      writeFileSync(written, JSON.stringify({ ...rules, ...dates }));
      const read = await readRules(written, ofProduct(manifest));
      const { file } = signRules(read, [key], await published.of(rules.product), now);
      await alone('suggestions', () => published.publish(file, manifest, [key.publicKey], now));
    }
  } finally {
    for (const name of ['rules.key', 'rules.json']) absent(path.join(dataDir, name));
    await close();
  }
}

const ofProduct = (manifest: Manifest) => (product: string) => (product === manifest.product ? manifest : undefined);

/** A place where nothing is. */
function absent(file: string): string {
  if (existsSync(file)) rmSync(file);
  return file;
}
