import { type ProductVocabulary, registryOf } from '../registry/registry.ts';
import type { RuleVocabulary } from './check-condition.ts';
import { type Compilation, compileBy } from './compile.ts';
import { type ReadingOptions, readSignedFile, type SuggestionsReading } from './signed-file.ts';

/** For whoever has a product and not its registry, such as a collector with a manifest: the client is handed its registry. */

/** Compiles a document of rules by a product's words, see {@link compileBy}. */
export function compileSuggestions(value: unknown, product: ProductVocabulary): Compilation {
  return compileBy(value, ruleVocabulary(product));
}

/** Reads a signed file of a product's, see {@link readSignedFile}. */
export function readSuggestionsFile(
  text: string,
  { product, ...options }: Omit<ReadingOptions, 'product'> & { readonly product: ProductVocabulary },
): SuggestionsReading {
  return readSignedFile(text, { ...options, product: ruleVocabulary(product) });
}

function ruleVocabulary(product: ProductVocabulary): RuleVocabulary {
  return { id: product.id, words: product.words, registry: registryOf(product) };
}
