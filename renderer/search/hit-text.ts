import type { Hit } from '../../app/finder/asking.ts';
import { t } from '../../app/messages/index.ts';
import type { Row, Value } from '../../app/query/query.ts';
import type { Shown } from '../object/shown.ts';
import { tellingArgument } from '../views/telling-argument.ts';

/** A hit in two texts, as they may be shown: what it is, and what tells it from its like. */
export function hitText(
  { type, row }: Hit,
  how: Pick<Shown, 'text' | 'name'>,
): { readonly title: string; readonly detail: string } {
  const shown = (value: Value | undefined) => how.text(text(value));
  const private_ = (value: Value | undefined) => how.name(text(value));
  switch (type) {
    case 'process':
      return lines(
        shown(row['name']),
        // Before what is long: eight servers of one program differ where their command lines are cut.
        shown(tellingArgument(text(row['commandLine']), text(row['name']))),
        pidOf(row),
        private_(row['user']),
        shown(row['commandLine'] || row['path']),
      );
    case 'port':
      return lines(
        t('search.hit.port', { port: text(row['port']), protocol: text(row['protocol']) }),
        shown(row['program']),
        pidOf(row),
        private_(row['address']),
        private_(row['user']),
      );
    case 'connection':
      return lines(
        `${shown(row['program'])} → ${private_(row['remoteAddress'])}:${text(row['remotePort'])}`,
        pidOf(row),
        text(row['protocol']),
      );
    case 'unit':
      return lines(shown(row['name']), private_(row['user']), shown(row.key === row['name'] ? '' : row.key));
    case 'device':
      return lines(shown(row['name']));
  }
}

function lines(title: string, ...details: string[]) {
  return { title, detail: details.filter((detail) => detail !== '').join(' · ') };
}

function text(value: Value | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

function pidOf(row: Row): string {
  return typeof row['pid'] === 'number' ? t('search.hit.pid', { pid: String(row['pid']) }) : '';
}
