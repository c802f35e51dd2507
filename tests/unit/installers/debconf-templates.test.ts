import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';

const text = readFileSync(path.join(projectRoot, 'installer/deb/templates'), 'utf8');
/** Each field, with the lines that continue it. */
const fields = new Map(
  [...text.matchAll(/^([\w.-]+): (.*(?:\n .*)*)/gm)].map(([, name = '', value = '']) => [name, value]),
);

test('it is one yes or no, and yes as delivered', () => {
  expect(text.match(/^Template: /gm)).toHaveLength(1);
  expect(fields.get('Type')).toBe('boolean');
  expect(fields.get('Default')).toBe('true');
});

test.each(['Description', 'Description-it.UTF-8'])('%s is a short question with two paragraphs below', (name) => {
  const [question = '', ...extended] = (fields.get(name) ?? '').split('\n');
  expect(question).toMatch(/\?$/);
  // Frontends cut longer ones off.
  expect(question.length).toBeLessThanOrEqual(70);
  expect(extended.filter((line) => line === ' .')).toHaveLength(1);
  expect(extended.every((line) => /^ \S/.test(line))).toBe(true);
});
