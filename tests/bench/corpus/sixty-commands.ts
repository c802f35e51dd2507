/** The Finder with the corpus's commands that it does not have yet, so that the client is measured with sixty of them. */
import { finder } from '../../../app/finder/product.ts';
import type { Product } from '../../../client/core/product/product.ts';
import { batchCodecOf } from '../../../client/main/recording/platform-codec.ts';
import { corpusCommands } from './generate.ts';

const titles = Object.fromEntries(corpusCommands.map((id) => [id, { en: id, it: id }]));

export const corpusProduct: Product = {
  ...finder,
  words: { ...finder.words, commands: { ...finder.words.commands, ...titles } },
};
export const corpusCodec = batchCodecOf(corpusProduct);
