import { findField } from '../../app/query/fields.ts';
import { parseQuery, typeAsked } from '../../app/query/parse.ts';
import type { ObjectType } from '../../app/query/query.ts';
import { MASK } from '../redact/redact.ts';
import type { Shown } from './shown.ts';

/**
 * A search as it may be shown and copied: what cannot be seen in it is made visible, and where names are masked, the
 * values of fields that name people and addresses are as well. It is for reading: it may find nothing any more.
 * @param type what is asked about when the text does not say so
 */
export function shownQuery(text: string, type: ObjectType | undefined, shown: Pick<Shown, 'context' | 'text'>): string {
  if (!shown.context.redact) return shown.text(text);
  const asked = typeAsked(text, type);
  const { tokens } = parseQuery(text, asked);
  let masked = '';
  let at = 0;
  for (const { kind, parts } of tokens) {
    const field = kind === 'field' ? parts.find((part) => part.kind === 'field')?.text : undefined;
    if (field === undefined || findField(asked, field)?.sensitive !== true) continue;
    for (const { from, to } of parts.filter((part) => part.kind === 'value')) {
      masked += text.slice(at, from) + MASK;
      at = to;
    }
  }
  return shown.text(masked + text.slice(at));
}
