import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findCommand } from '../../../app/commands/catalogue.ts';
import { finder } from '../../../app/finder/product.ts';
import { compileSuggestions } from '../../../client/core/suggestions/for-product.ts';
import { describeProblem } from '../../../client/core/suggestions/reading.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';

const text = readFileSync(path.join(projectRoot, 'app/finder/suggestions.json'), 'utf8');
const { document, problems } = compileSuggestions(JSON.parse(text), finder);

it('the rules of the Finder compile, so that they can be signed', () => {
  expect(problems.map(describeProblem)).toEqual([]);
  expect(document?.rules.length).toBeGreaterThan(3);
});

it('they suggest commands that people can still use', () => {
  const commands = document?.rules.flatMap(({ remedy }) => (remedy && 'command' in remedy ? [remedy.command] : []));
  expect(commands?.filter((command) => !findCommand(command))).toEqual([]);
});
