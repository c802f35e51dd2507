import { expect, it, onTestFinished } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { manifestOf } from '../../../client/core/product/manifest.ts';
import { batchCodecOf } from '../../../client/main/recording/platform-codec.ts';
import { startCollector } from '../../../collector/start.ts';
import { finderCodec } from '../../support/finder-format.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { send, someBatch } from '../collector/support/batches.ts';

it('words that no manifest file has yet are taken by a collector that is told of them as it starts', async () => {
  const changed = {
    ...finder,
    words: {
      ...finder.words,
      commands: { ...finder.words.commands, 'go.nowhere': { en: 'Nowhere', it: 'Da nessuna parte' } },
    },
  };
  const bytes = batchCodecOf(changed).encode(someBatch());
  const answers = [];
  for (const manifests of [[], [manifestOf(changed)]]) {
    const collector = await startCollector({ dataDir: temporaryFolder(), manifests });
    onTestFinished(() => collector.close());
    answers.push((await send(collector.url, bytes)).status);
    expect((await send(collector.url, finderCodec.encode(someBatch()))).status).toBe(200);
  }
  expect(answers).toEqual([409, 200]);
});
