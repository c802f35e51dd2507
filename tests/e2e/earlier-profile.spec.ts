import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import { NOTICE_VERSION } from '../../client/core/consent/notice.ts';
import { decide, undecided } from '../../client/core/consent/record.ts';
import { releaseLine } from '../../client/core/product/product.ts';
import { participationFolder } from '../../client/main/files/profile-folders.ts';
import { expect, test } from './support/fixtures.ts';

test('a No said to a build that kept its files in the profile itself still holds, under the same ID', async ({
  launch,
  profile,
}) => {
  const installation = randomUUID();
  const no = {
    answer: 'no',
    from: 'popup',
    at: new Date().toISOString(),
    releaseLine: releaseLine(finder.version),
    notice: NOTICE_VERSION,
  } as const;
  mkdirSync(profile);
  for (const [name, value] of [
    ['consent', decide(undecided, no)],
    ['identity', { installation, key: randomBytes(32).toString('base64url'), sessions: 0 }],
  ] as const) {
    writeFileSync(path.join(profile, `${name}.json`), JSON.stringify({ format: 1, value }));
  }

  const app = await launch();
  expect(await app.participation()).toMatchObject({ level: 'off', reason: 'declined', installation, history: [no] });
  await app.staysWithoutPopup();
  await app.quit();
  expect(readdirSync(profile).filter((name) => name.endsWith('.json'))).toEqual(['settings.json']);
  expect(readdirSync(participationFolder(profile, finder.id)).sort()).toEqual(['consent.json', 'identity.json']);
});
