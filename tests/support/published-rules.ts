import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import { manifestOf } from '../../client/core/product/manifest.ts';
import { FileState } from '../../collector/state/file-state.ts';
import { PublishedSuggestions } from '../../collector/suggestions/published.ts';
import { signedFile, someDocument, someSigner } from './signed-suggestions.ts';

/** Publishes rules of the Finder, in force today, in the data folder of a collector that may run on it. */
export async function publishRules(dataDir: string, rules: readonly unknown[], serial = 7): Promise<void> {
  const state = new FileState({
    directory: path.join(dataDir, 'state'),
    onFault: (message) => {
      throw new Error(message);
    },
  });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const signer = someSigner();
  const file = signedFile(someDocument(rules, { serial, issued: day(-1), expires: day(90) }), signer);
  await new PublishedSuggestions(state).publish(file, manifestOf(finder), [signer.pinned], Date.now());
}
