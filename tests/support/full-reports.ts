import type { SessionReports } from '../../client/core/batch/batch.ts';

/** Something of every kind that a session at the enhanced level can find. */
export const fullReports: SessionReports = {
  operations: {
    operation: ['app.start', 'app.quit', 'finder.search', 'finder.search'],
    outcome: ['ok', 'ok', 'ok', 'failed'],
    buckets: [1, 1, 3, 1],
    bucket: [158, 290, 96, 4, 31, 177],
    count: [1, 1, 60, 241, 3, 2],
  },
  counts: { 'ipc.calls': 70_000, 'finder.rows-sampled': 20_000_000, 'cache.hits': 12 },
  throughput: { none: 3, 'below-10k': 41, '100k-and-more': 2 },
  errors: [
    {
      report: {
        class: 'TypeError',
        code: 'none',
        process: 'renderer',
        handledBy: 'boundary',
        reason: 'none',
        frames: [
          { file: 'renderer/index', line: 2, column: 184_113 },
          { file: 'renderer/other', line: 1, column: 77 },
        ],
        foreign: 3,
      },
      count: 4,
    },
    {
      report: {
        class: 'none',
        code: 'none',
        process: 'gpu',
        handledBy: 'child-process-gone',
        reason: 'crashed',
        frames: [],
        foreign: 0,
      },
      count: 1,
    },
  ],
  logs: [
    { code: 'app.started', time: 0, values: ['killed'] },
    { code: 'engine.started', time: 2, values: [1] },
    { code: 'store.write-failed', time: 700, values: ['settings', 'full'] },
    { code: 'delivery.failed', time: 700, values: ['tls', 3] },
    { code: 'app.session-ended', time: 70_000, values: [] },
  ],
  organisation: {
    user: '5d0c9e0a-4a6f-4f57-9c8e-6a1b2c3d4e5f',
    domain: 'corp.example.com',
    role: 'administrator',
    customer: 'C-20394',
    licence: 'L-77-ACME',
  },
  configuration: { theme: 'dark', density: 'compact', sidebarVisible: 'off', detailWidth: 'larger', redact: 'on' },
};
