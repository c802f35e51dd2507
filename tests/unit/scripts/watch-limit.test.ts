import { createLogger } from 'vite';
import { expect, it } from 'vitest';
import { sayingLimitOnce } from '../../../scripts/dev/page-server.ts';

it('a system that watches no more files is said once, with what helps, and every other fault as it is', () => {
  const [told, passed]: [string[], string[]] = [[], []];
  const logger = sayingLimitOnce({ ...createLogger(), error: (message) => passed.push(message) }, (line) =>
    told.push(line),
  );
  for (const file of ['a.ts', 'b.ts', 'c.ts']) {
    logger.error(
      `\u001b[31mfile watcher error: ENOSPC: System limit for number of file watchers reached, watch '${file}'`,
    );
    logger.error(`\u001b[31mfile watcher error: EMFILE: too many open files, watch '${file}'`);
  }
  logger.error('file watcher error: EACCES: permission denied');
  expect(told.join('\n')).toContain('sudo sysctl fs.inotify.max_user_watches');
  expect(told.join('\n')).toContain('CHOKIDAR_USEPOLLING=1 npm run dev');
  expect(told).toHaveLength(3);
  expect(passed).toEqual(['file watcher error: EACCES: permission denied']);
});
