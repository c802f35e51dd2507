import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../../scripts/lib/paths.ts';

const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string>; author: { email: string } };

/** What somebody reads who has just cloned the repository. */
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', '.github/PULL_REQUEST_TEMPLATE.md'];
const templates = readdirSync(path.join(projectRoot, '.github/ISSUE_TEMPLATE')).map(
  (file) => `.github/ISSUE_TEMPLATE/${file}`,
);
const WORKFLOW = '.github/workflows/test.yml';

/** Scripts that a text has its reader run, by their names in package.json. */
function scriptsNamed(text: string): string[] {
  const run = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
  const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name = '']) => name);
  return [...new Set([...run, ...short])];
}

/** Files that a page links, by their paths in the project; addresses of others' sites are left out. */
function filesLinked(page: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => path.join(path.dirname(page), target));
}

/** Paths in code spans and blocks that begin with a room of the repository. */
function filesNamed(text: string): string[] {
  const rooms = 'app|preload|renderer|main|collector|installer|scripts|tests|docs';
  return [...text.matchAll(new RegExp(`(?<![\\w/.])(?:${rooms})/[\\w./-]*\\w\\.[a-z]+\\b`, 'g'))].map(([file]) => file);
}

/** Mentions of what `find` finds, as the test's cases. */
function mentions(find: (page: string, text: string) => string[]): [page: string, mentioned: string][] {
  return pages.flatMap((page) => find(page, read(page)).map((mentioned): [string, string] => [page, mentioned]));
}

describe('what a newcomer reads', () => {
  it.each(mentions((_page, text) => scriptsNamed(text)))(
    '%s has them run a script that there is: %s',
    (_page, script) => {
      expect(Object.keys(manifest.scripts)).toContain(script);
    },
  );

  it.each(mentions(filesLinked))('%s links a file that there is: %s', (_page, file) => {
    expect(existsSync(path.join(projectRoot, file))).toBe(true);
  });

  it.each(mentions((_page, text) => filesNamed(text)))('%s names a file that there is: %s', (_page, file) => {
    expect(existsSync(path.join(projectRoot, file))).toBe(true);
  });

  it.each([...pages, 'docs/using-the-client.md'])('%s has no TypeScript run by a Node that may not know it', (page) => {
    expect(read(page).match(/(?<!npx )\bnode (?:scripts|tests|collector)\/\S+\.ts`/g) ?? []).toEqual([]);
  });

  it.each([...pages, ...templates])('%s sends nobody to an address that is not the authors’', (page) => {
    const addresses = read(page).match(/[\w.+-]+@[\w-]+\.[\w.-]*\w/g) ?? [];
    expect(addresses.filter((address) => address !== manifest.author.email)).toEqual([]);
  });

  it('tells of every script of package.json that is no step of another', () => {
    const told = pages.flatMap((page) => scriptsNamed(read(page)));
    const releasing = scriptsNamed(read('docs/releasing.md'));
    expect(Object.keys(manifest.scripts).filter((name) => ![...told, ...releasing].includes(name))).toEqual([]);
  });
});

describe('the changelog', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);

  it('begins with what is not released', () => {
    expect(headings[0]).toBe('[Unreleased]');
  });

  it('knows the version of package.json', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(headings.some((heading) => heading.startsWith(`[${version}]`))).toBe(true);
  });

  it('has no release whose numbers in a batch are not kept, for collectors to be held to', () => {
    const lines = headings.flatMap((heading) => /^\[(\d+\.\d+)\./.exec(heading)?.[1] ?? []);
    expect(
      lines.filter((line) => !existsSync(path.join(projectRoot, `tests/fixtures/vocabulary-${line}.json`))),
    ).toEqual([]);
  });

  it('has only kinds of changes that its form knows', () => {
    const kinds = [...read('CHANGELOG.md').matchAll(/^### (.+)$/gm)].map(([, kind = '']) => kind);
    expect(kinds.filter((kind) => !/^(Added|Changed|Deprecated|Removed|Fixed|Security)$/.test(kind))).toEqual([]);
  });

  it('has each kind once in a release', () => {
    const kindsOf = (release: string) => [...release.matchAll(/^### (.+)$/gm)].map(([, kind]) => kind);
    const releases = read('CHANGELOG.md').split(/^## /m).map(kindsOf);
    expect(releases).toEqual(releases.map((kinds) => [...new Set(kinds)]));
  });
});

describe('the issue templates', () => {
  it.each(templates.filter((file) => !file.endsWith('config.yml')))('%s is a form that can be filled in', (file) => {
    const form = parse(read(file), { strict: true });
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    for (const { type, id, attributes } of form.body) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type);
      if (type !== 'markdown') expect([id, attributes.label]).toEqual([expect.any(String), expect.any(String)]);
      if (type === 'dropdown')
        expect(attributes.options.every((option: unknown) => typeof option === 'string')).toBe(true);
    }
  });
});

describe('the workflow', () => {
  const workflow = parse(read(WORKFLOW), { strict: true });
  const steps: { uses?: string; run?: string; with?: object }[] = Object.values<{ steps: [] }>(workflow.jobs).flatMap(
    (job) => job.steps,
  );

  it('checks each push and each proposed change with npm test', () => {
    expect(Object.keys(workflow.on).sort()).toEqual(['pull_request', 'push']);
    expect(steps.map(({ run }) => run)).toContain('npm test');
  });

  it('may do nothing but read the repository, and is given no secret', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(read(WORKFLOW)).not.toContain('secrets.');
  });

  it('takes other people’s steps from GitHub alone, each at a version', () => {
    const foreign = steps.flatMap(({ uses }) => uses ?? []);
    expect(foreign.filter((uses) => !/^actions\/[\w-]+@v\d+$/.test(uses))).toEqual([]);
  });
});
