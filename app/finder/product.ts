import type { clientLogs, WriteLog } from 'candor-client/core';
import { defineProduct } from 'candor-client/core';
import manifest from '../../package.json' with { type: 'json' };
import { finderWords } from './words.ts';

export const finder = defineProduct({
  id: 'candor-finder',
  name: manifest.productName,
  version: manifest.version,
  collector: 'https://collector.candor.example',
  domain: 'io.candor.finder',
  registryKey: ['Candor', 'Finder'],
  words: finderWords,
});

/** Writes a line of the product log; see the codes in words.ts and the client's own. */
export type FinderLog = WriteLog<typeof clientLogs & typeof finderWords.logs>;
