/** `candor-collector publish`: figures for those who said Yes, as pages for any web server. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { languages } from 'candor-client/core';
import { SettingsError } from '../config/given.ts';
import { siteFigures } from '../given/site-figures.ts';
import { FIGURES_FILE, pageFile, sitePage } from '../given/site-page.ts';
import { writeTogether } from '../given/write-given.ts';
import { messageOf } from '../message-of.ts';
import { asking } from './asking.ts';
import type { AskingOption } from './clickhouse-options.ts';
import type { Run } from './command.ts';

/** Writes the site, each page as a whole; whatever else is in the folder stays. */
export const runPublish: Run<AskingOption | 'to' | 'force'> = async ({ settings }) => {
  const { to, force } = settings;
  if (to === undefined) throw new SettingsError('--to is missing: the folder that a web server shows');
  const figures = await asking(settings, async ({ answering, manifests }) => {
    if (answering.k === 1 && !force)
      throw new Error(
        'nothing is published: k is 1, so it would be figures of single installations; give --k 5, or --force if everybody may know them',
      );
    return await siteFigures(answering, manifests);
  });
  const folder = path.resolve(to);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new Error(`${folder} cannot be made: ${messageOf(error)}`, { cause: error });
  });
  const files = [
    { name: FIGURES_FILE, content: `${JSON.stringify(figures, null, 2)}\n` },
    ...languages.map((language) => ({ name: pageFile(language), content: sitePage(figures, language) })),
  ];
  await writeTogether(files.map(({ name, content }) => ({ file: path.join(folder, name), content })));
  const { days, products, k } = figures;
  console.log(
    `published in ${folder}: ${products.length} ${products.length === 1 ? 'product' : 'products'}, ${days.from} to ${days.to}, k = ${k}`,
  );
  return 0;
};
