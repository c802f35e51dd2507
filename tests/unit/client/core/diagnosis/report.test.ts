import { afterEach, describe, expect, it } from 'vitest';
import { participationReasons } from '../../../../../client/core/consent/participation.ts';
import type { DiagnosisFacts } from '../../../../../client/core/diagnosis/facts.ts';
import { reportOf, reportText } from '../../../../../client/core/diagnosis/report.ts';
import { setLanguage } from '../../../../../client/core/texts/catalogues.ts';
import { languages } from '../../../../../client/core/texts/language.ts';
import { aNo, answered, quietFacts, waitingFacts } from '../../../../support/diagnosis-facts.ts';

afterEach(() => setLanguage('en'));

/** The reasons as the code names them, but for the one that is an English word as well. */
const codes = new RegExp(`\\b(${participationReasons.filter((reason) => reason !== 'ended').join('|')})\\b`);

const why = (facts: DiagnosisFacts) => reportOf(facts).why;
const copied = (facts: DiagnosisFacts, installation = true) =>
  reportText(reportOf(facts, { home: true, installation }));
const values = (facts: DiagnosisFacts, label: string) =>
  reportOf(facts)
    .groups.flatMap(({ rows }) => rows)
    .find((row) => row.label === label)
    ?.values.map(({ text }) => text);

describe('the report', () => {
  it('begins with the answer, as one sentence', () => {
    const [first, second] = reportText(reportOf(quietFacts)).split('\n');
    expect(first).toBe('Nothing waits to be sent: no session has been recorded yet.');
    expect(second).toBe('');
  });

  it('says when a No was given', () => {
    expect(why({ ...quietFacts, level: 'off', reason: 'declined', decision: aNo })).toMatch(
      /^Nothing is sent, because you said No on .*2026.*\.$/,
    );
  });

  it('says of a No that the disk did not take that it was not stored', () => {
    expect(why({ ...quietFacts, level: 'off', reason: 'declined' })).toBe(
      'Nothing is sent, because you said No, which could not be stored.',
    );
  });

  it('says which version a lapsed Yes was for', () => {
    expect(why({ ...quietFacts, level: 'off', reason: 'lapsed-release' })).toContain('for version 1.0');
  });

  it('says of a level that an organisation has lowered that it is the most allowed', () => {
    const level = (reason: DiagnosisFacts['reason']) => values({ ...quietFacts, level: 'standard', reason }, 'Level');
    expect(level('accepted')).toEqual(['Standard']);
    expect(level('accepted-capped')).toEqual(['Standard, the most that your organisation allows']);
  });

  it('names each place with what was found there', () => {
    const facts: DiagnosisFacts = {
      ...quietFacts,
      policy: { places: ['/etc/p.json'], state: 'damaged', problem: 'it is not JSON' },
      choices: [
        { file: '/etc/c.json', state: 'damaged' },
        { file: '/var/c.json', state: 'no' },
      ],
    };
    const { groups } = reportOf(facts);
    expect(groups.flatMap(({ rows }) => rows.flatMap(({ values }) => values))).toEqual(
      expect.arrayContaining([
        { text: 'Cannot be followed (it is not JSON)', place: '/etc/p.json' },
        { text: 'Damaged, so it does not count', place: '/etc/c.json' },
        { text: 'No', place: '/var/c.json' },
      ]),
    );
    expect(copied(facts)).toContain('Policy: /etc/p.json: Cannot be followed (it is not JSON)\n');
  });

  it('says what waits, since when, and when it is tried again', () => {
    expect(values(waitingFacts, 'Ready to be sent')).toEqual([
      expect.stringMatching(/^2 \(512 B\), the oldest from .*10/),
    ]);
    expect(values(waitingFacts, 'State')).toEqual([expect.stringMatching(/^Next attempt on .*2026/)]);
    const { delivery: _, ...unseen } = waitingFacts;
    expect(values(unseen, 'State')).toEqual(['Only the running app knows it']);
  });

  it('lists the newest answers, equal ones together', () => {
    const answers = [answered('unreachable', { times: 4 }), ...Array.from({ length: 8 }, () => answered('accepted'))];
    const told = values({ ...quietFacts, answers }, 'Last answers') ?? [];
    expect(told).toHaveLength(5);
    expect(told[0]).toMatch(/: The collector did not answer, 4 attempts$/);
    expect(told[1]).toMatch(/: Arrived$/);
  });

  it.each(languages)('has every sentence in %s, with nothing left to fill in', (language) => {
    setLanguage(language);
    for (const reason of participationReasons) {
      const text = reportText(reportOf({ ...waitingFacts, reason }));
      expect(text).not.toMatch(/[{}]|diagnosis\./);
      // Nor is there a word for programmers, such as "accepted" behind the level.
      expect(text.match(codes)).toBeNull();
    }
  });
});

describe('a copy', () => {
  it('has ~ in the place of the home folder and not the installation', () => {
    const text = copied(quietFacts);
    expect(text).toContain('~/.config/Candor Finder/participation/candor-finder/consent.json: In order');
    expect(text).not.toContain('anna');
    expect(text).not.toContain(quietFacts.installation);
    expect(text).toContain('Installation ID: 0f8f…');
  });

  it('has the installation when it was asked for', () => {
    expect(copied(quietFacts, false)).toContain(`Installation ID: ${quietFacts.installation}`);
  });

  it('leaves what the person in front of the computer reads whole', () => {
    expect(reportText(reportOf(quietFacts))).toContain('/home/anna/.config');
  });
});
