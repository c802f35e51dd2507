/** The Finder's words as tests use them. */
import { finder } from '../../app/finder/product.ts';
import { errorWords } from '../../client/core/errors/vocabulary.ts';
import { measureWords } from '../../client/core/measures/operation-table.ts';
import type { Group } from '../../client/core/registry/declaration.ts';
import { registryOf } from '../../client/core/registry/registry.ts';
import { batchCodecOf } from '../../client/main/recording/platform-codec.ts';

export const finderRegistry = registryOf(finder);
/** The same by the names of its groups, for tests of all of them. */
export const finderGroups: Readonly<Record<string, Group>> = finderRegistry;
export const finderCodec = batchCodecOf(finder);
export const finderFormat = finderCodec.format;
export const finderMeasures = measureWords(finder.words);
export const finderErrors = errorWords(finder.words);
export const finderLines = finderRegistry.logs.lines ?? {};
export const finderCommands = Object.keys(finder.words.commands);
