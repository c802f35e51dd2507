import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../app/query/parse.ts';

const rewritten: readonly (readonly [string, string])[] = [
  [
    'Process | where Cpu > 20 and Name == "x" | summarize count() by Name | order by count_ | take 10',
    'process cpu>20 name=x | by name | show count() | sort count() desc | limit 10',
  ],
  [
    'DeviceNetworkEvents | where RemotePort in (443, 8443) and InitiatingProcessFileName != "a b" | project RemoteIP, RemotePort',
    'connection remote-port=443,8443 parent!="a b" | columns remote, remote-port',
  ],
  [
    'DeviceProcessEvents | where Timestamp > ago(1h) | where FileName startswith "py" or FolderPath endswith ".sh" | top 5 by Cpu',
    'process (name~"(?i)^py" OR path~"(?i)\\.sh$") during 1h | sort cpu desc | limit 5',
  ],
  [
    'execution.events during past 7d | where binary.name == "a b" | summarize c = count() by user.name | sort by c asc',
    'process name="a b" during 7d | by name | show count() | sort count()',
  ],
  [
    'process | where not (name contains "x" or cpu between (5 .. 10)) | summarize percentile(cpu, 95), max(memory) by name | order by max_memory desc',
    'process -(name:x OR cpu:5..10) | by name | show p95(cpu), max(memory) | sort max(memory) desc',
  ],
  [
    "process | where name matches regex '^n.d' and user !contains 'root' | list name, user",
    'process name~^n.d -user:root | columns name, user',
  ],
  ['process cpu>5 | where exit == -9 | distinct Name', 'process cpu>5 exit=-9 | by name'],
  ['process during past 2h', 'process during 2h'],
];

describe('a query of another language', () => {
  it.each(rewritten)('%j is written as %j', (text, ours) => {
    const parsed = parseQuery(text);
    expect(parsed.rewritten).toBe(ours);
    const { rewritten: again, errors } = parseQuery(ours);
    expect(again).toBeUndefined();
    expect(parsed.errors).toEqual(errors);
  });

  it('is read as what it was written as', () => {
    const { query, tokens } = parseQuery('Process | where Cpu > 20 | take 10');
    expect(query).toEqual(parseQuery('process cpu>20 | limit 10').query);
    expect(tokens.map(({ text }) => text)).toEqual(['process', 'cpu>20', '| limit 10']);
  });

  it('is left as it is when it says what cannot be said, and what is wrong is told', () => {
    for (const text of [
      'process | where cpu + 1 > 2',
      'process | where Timestamp > ago(1h) or cpu > 1',
      'p | join (x) on y | take 1',
    ]) {
      const { rewritten: none, errors } = parseQuery(text);
      expect(none).toBeUndefined();
      expect(errors.length).toBeGreaterThan(0);
    }
  });

  it('is not seen in what is looked for', () => {
    const { rewritten: none, query } = parseQuery('process "| where x" command:"| take 1"');
    expect(none).toBeUndefined();
    expect(query?.terms).toHaveLength(2);
  });
});
