import { BATCH_FORMAT } from './batch.ts';
import { type FieldType, pattern } from './field-types.ts';
import { MAX_BATCH_EVENTS, MAX_DECODED_BYTES } from './limits.ts';
import { context, dropped, envelope, type FieldSpec, usage } from './registry.ts';

/** Longest line of words, in characters. */
const LINE = 100;

/** The layout of a batch in CDDL (RFC 8610), made from the event registry; kept as docs/batch.cddl. */
export function batchCddl(): string {
  return `; A batch, decoded from Brotli: at most ${MAX_DECODED_BYTES} bytes.
; Made from the event registry in app/telemetry/registry.ts; not written by hand.
;
; Encoded as in RFC 8949, section 4.2.1: shortest forms, definite lengths, keys in bytewise order.
; Three rules that CDDL cannot say:
;   - command, source and time have one length;
;   - every command is an index into commands, every source an index into sources, from 0;
;   - the sum of time is at most ${usage.time.type.max}.

batch = {
  format: ${BATCH_FORMAT},
  envelope: envelope,
  context: context,
  usage: usage,
  dropped: dropped,
}

${map('envelope', envelope)}

${map('context', context)}

; Events as columns. commands and sources hold each value once.
usage = {
  commands: [0*${MAX_BATCH_EVENTS} command-id],
  sources: [0*${MAX_BATCH_EVENTS} source-id],
  command: [0*${MAX_BATCH_EVENTS} index],
  source: [0*${MAX_BATCH_EVENTS} index],
  time: [0*${MAX_BATCH_EVENTS} delta],
}

index = 0..${MAX_BATCH_EVENTS - 1}

; Seconds since the event before, or since the session began.
delta = ${typeOf(usage.time.type)}

; What was lost before it was sent, by reason.
${map('dropped', dropped, '? ')}

${choice('command-id', usage.command.type.values)}

${choice('source-id', usage.source.type.values)}
${Object.entries({ ...envelope, ...context })
  .filter(([, { type }]) => type.kind === 'enum')
  .map(([name, { type }]) => `\n${choice(ruleName(name), type.kind === 'enum' ? type.values : [])}\n`)
  .join('')}`;
}

function map(name: string, group: Readonly<Record<string, FieldSpec>>, occurrence = ''): string {
  const fields = Object.entries(group).map(([field, { type }]) => {
    const rule = type.kind === 'enum' ? ruleName(field) : typeOf(type);
    const key = /^[a-z]\w*$/i.test(field) ? field : `"${field}"`;
    return `  ${occurrence}${key}: ${rule},${type.kind === 'uint' ? ` ; ${type.unit}` : ''}`;
  });
  return [`${name} = {`, ...fields, '}'].join('\n');
}

function typeOf(type: FieldType): string {
  if (type.kind === 'uint') return `0..${type.max}`;
  // A regular expression of CDDL matches the whole text; the anchors of JavaScript are not part of its language.
  const expression = pattern(type)
    ?.replace(/^\^|\$$/g, '')
    .replaceAll('\\', '\\\\');
  return `tstr .regexp "${expression}"`;
}

function choice(name: string, values: readonly string[]): string {
  const lines = [`${name} =`];
  for (const [index, value] of values.entries()) {
    const word = `${index === 0 ? '' : '/ '}"${value}"`;
    const last = lines.at(-1) ?? '';
    if (last.length + word.length < LINE) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}

/** "osVersion" as CDDL writes names: "os-version". */
function ruleName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
