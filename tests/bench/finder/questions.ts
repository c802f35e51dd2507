/** Questions to a month of a million runs, as people ask them. */
export const questions = [
  'process program-123 during 30d',
  'process file-4711 during 30d',
  'process user:user-1 during 30d | limit 200',
  'process during 30d | by name | show count() | sort count desc',
  'process name:program-77 during 7d | sort cpu desc',
  'process cpu>90% during 24h | sort cpu desc | limit 100',
  'process is:gone during 2h',
  'process during 24h | by user | show count(), max(peak)',
  'device during 24h',
  'process exit:1 during 30d | limit 100',
] as const;
