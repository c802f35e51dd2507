import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { NOTICE_VERSION } from '../../../client/core/consent/notice.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';

it.each([
  ['privacy.md', `It is version ${NOTICE_VERSION} of the notice;`],
  ['privacy.it.md', `versione ${NOTICE_VERSION} dell'informativa;`],
])('docs/%s says which version of the notice it is', (page, sentence) => {
  const text = readFileSync(path.join(projectRoot, 'docs', page), 'utf8').replace(/\s+/g, ' ');
  expect(text).toContain(sentence);
});
