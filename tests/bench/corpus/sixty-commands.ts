/** The Finder with the corpus's sixty commands in the place of its own, which are fewer. */
import { finder } from '../../../app/finder/product.ts';
import type { Product } from '../../../client/core/product/product.ts';
import { batchCodecOf } from '../../../client/main/recording/platform-codec.ts';
import { corpusCommands } from './generate.ts';

const titles = Object.fromEntries(corpusCommands.map((id) => [id, { en: id, it: id }]));

export const corpusProduct: Product = {
  ...finder,
  words: { ...finder.words, commands: titles },
};
export const corpusCodec = batchCodecOf(corpusProduct);
