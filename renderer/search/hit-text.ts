import type { Hit } from '../../app/finder/asking.ts';
import { t } from '../../app/messages/index.ts';
import type { Row, Value } from '../../app/query/query.ts';
import { MASK, maskText } from '../redact/redact.ts';

/** A hit in two texts: what it is, and what tells it from its like. With `redact` names and addresses are masked. */
export function hitText({ type, row }: Hit, redact: boolean): { readonly title: string; readonly detail: string } {
  const shown = (value: Value | undefined) => (redact ? maskText(text(value)) : text(value));
  const private_ = (value: Value | undefined) => (redact && text(value) !== '' ? MASK : text(value));
  switch (type) {
    case 'process':
      return lines(shown(row['name']), pidOf(row), private_(row['user']), shown(row['commandLine'] || row['path']));
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
