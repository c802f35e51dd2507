import { BATCH_FORMAT } from '../batch/batch.ts';
import { MAX_DECODED_BYTES } from '../batch/batch-bounds.ts';
import { FIRST_DAY, LAST_DAY, SHA256_BYTES, UUID_BYTES } from '../batch/field-codecs.ts';
import { MAX_BATCH_EVENTS, MAX_COUNT } from '../batch/limits.ts';
import type { CollectingLevel } from '../consent/levels.ts';
import { MAX_FRAMES, MAX_REPORTS } from '../errors/limits.ts';
import { logCodes, logSpec } from '../logs/log-codes.ts';
import { MAX_LOG_LINES, MAX_LOG_SECONDS } from '../logs/log-lines.ts';
import { MAX_BUCKETS } from '../measures/histogram.ts';
import { type FieldType, textRule } from './field-types.ts';
import {
  configuration,
  context,
  counts,
  dropped,
  envelope,
  errors,
  type Group,
  operations,
  organisation,
  REGISTRY_REVISION,
  registry,
  throughput,
  usage,
} from './registry.ts';

/** Longest line of words, in characters. */
const LINE = 110;

/** The layout of a batch in CDDL (RFC 8610), made from the event registry; kept as docs/batch.cddl. */
export function batchCddl(): string {
  const { file, line, column, ...reportFields } = errors;
  return `${preamble()}

batch = [
  format: ${BATCH_FORMAT},
  revision: ${REGISTRY_REVISION}, ; of the registry: this file is of this one
${Object.keys(registry)
  .map((name) => `  ${name}: ${name},\n`)
  .join('')}]

; Groups of which every batch has every field. A comment tells the field's place and its unit, or its values by theirs.

${whole('envelope', envelope)}

${whole('context', context)}

; Uses of commands as two columns. In uses, command * ${usage.source.type.values.length} + source for each use, by their places in the
; lists below; in times, the seconds since the use before, or since the session began.
usage = [uses: varints, times: varints]

${words('usage.command', usage.command.type.values)}
${words('usage.source', usage.source.type.values)}

; Histograms. In rows, two numbers for each: operation * ${operations.outcome.type.values.length} + outcome, then how many buckets are filled. In
; buckets, those of all rows, each as the distance from the one before in its row. In counts, how many
; durations each of them holds.
operations = [? (rows: varints, buckets: varints, counts: varints)]

${words('operations.operation', operations.operation.type.values)}
${words('operations.outcome', operations.outcome.type.values)}

; Numbers from 0 to ${MAX_COUNT} one after the other, each in the shortest form that holds it:
;   first byte 0 to 240: the number itself
;   241 to 248: 240 + 256 * (first - 241) + the next byte
;   249: 2288 + the next two bytes, the higher one first
;   250: the next three bytes
;   251: the next four bytes
varints = bstr

; Errors: at most ${MAX_REPORTS}. The frames of the stack follow each other as file, line and column, innermost first.
errors = [0*${MAX_REPORTS} error]

error = [
${fields(reportFields)}  frames: [0*${MAX_FRAMES} frame],
]

frame = (
${fields({ file, line, column })})

; Log lines: the place of the code, the seconds since the line before, and the parameters of the code.
logs = [0*${MAX_LOG_LINES} log-line]

seconds = 0..${MAX_LOG_SECONDS}

${logLines()}

; Groups of which a batch has some fields: the place of each, and its value.

${sparse('dropped', dropped)}

${sparse('counts', counts, 1)}

${sparse('throughput', throughput, 1)}

${sparse('organisation', organisation)}

${sparse('configuration', configuration)}
`;
}

function preamble(): string {
  return `; A batch, decoded from Brotli: at most ${MAX_DECODED_BYTES} bytes.
; Made from the event registry in client/core/registry/registry.ts; not written by hand.
;
; Encoded as in RFC 8949, section 4.2.1: shortest forms, definite lengths. Fields and values have no names on the wire:
; they are known by their places in the registry's lists, from 0. A list only ever grows at its end.
;
; What CDDL cannot say:
;   - byte strings called "varints" hold numbers in the form described below;
;   - uses and times are as many, at most ${MAX_BATCH_EVENTS}; each number of uses stands for a command and a source that
;     the lists have; the sum of times is at most ${usage.time.type.max};
;   - rows of operations are in ascending order, each at most once; the buckets that they announce are as many as
;     buckets and counts hold; within a row the sum of the distances is at most ${MAX_BUCKETS - 1}, and only the first may
;     be 0; each count is from 1 to ${MAX_COUNT}; the three byte strings are left out when there is no row;
;   - two errors differ in more than foreign and count; one that was thrown has a class and the reason 0, any other
;     has class 0;
;   - the sum of the seconds of all log lines is at most ${MAX_LOG_SECONDS};
;   - a batch whose envelope says level 0 has nothing in ${groupsOf('enhanced').join(', ')}.`;
}

/** Names of the groups that have fields of a level. */
function groupsOf(level: CollectingLevel): string[] {
  return Object.entries<Group>(registry)
    .filter(([, group]) => Object.values(group).some((field) => field.level === level))
    .map(([name]) => name);
}

function whole(name: string, group: Group): string {
  return `${name} = [\n${fields(group)}]`;
}

/** A field that joined later may be missing at the end. Keys in a CDDL array only say what stands at a place. */
function fields(group: Group): string {
  return Object.entries(group)
    .map(([name, { type, before }], place) => {
      const occurrence = before === undefined ? '' : '? ';
      const comment = words(`${place}${unit(type)}`, type.kind === 'enum' ? type.values : [], '    ');
      return `  ${occurrence}${name}: ${typeOf(type)},${oneLineOrBelow(comment)}`;
    })
    .join('');
}

function sparse(name: string, group: Group, least = 0): string {
  const pairs = Object.entries(group).map(([field, { type }], place) => {
    const comment = words(`${field}${unit(type)}`, type.kind === 'enum' ? type.values : [], '    ');
    return `  ? (place: ${place}, value: ${typeOf(type, least)}),${oneLineOrBelow(comment)}`;
  });
  return `${name} = [\n${pairs.join('')}]`;
}

/** One rule for each code, named as the code is. */
function logLines(): string {
  const lines = logCodes.map((code, place) => {
    const parameters = Object.entries(logSpec(code).parameters);
    const items = parameters.map(([name, type]) => `, ${name}: ${typeOf(type)}`);
    const lists = parameters.map(([name, type]) =>
      type.kind === 'enum' ? words(name, type.values, '  ') : `  ; ${name}${unit(type)}`,
    );
    return [`${code} = [code: ${place}, time: seconds${items.join('')}]`, ...lists].join('\n');
  });
  return `log-line = ${logCodes.join('\n  / ')}\n\n${lines.join('\n')}`;
}

function unit(type: FieldType): string {
  return type.kind === 'uint' ? `, ${type.unit}` : '';
}

function typeOf(type: FieldType, least = 0): string {
  switch (type.kind) {
    case 'enum':
      return type.values.length === 1 ? '0' : `0..${type.values.length - 1}`;
    case 'uint':
      return `${least}..${type.max}`;
    case 'date':
      // Days since 1970-01-01.
      return `${FIRST_DAY}..${LAST_DAY}`;
    case 'uuid':
      return `bstr .size ${UUID_BYTES}`;
    case 'sha256':
      return `bstr .size ${SHA256_BYTES}`;
    default:
      return textOf(type);
  }
}

function textOf(type: FieldType): string {
  const { pattern = '', length } = textRule(type) ?? {};
  // A regular expression of CDDL matches the whole text; the anchors of JavaScript are not part of its language.
  const expression = pattern.replace(/^\^|\$$/g, '').replaceAll('\\', '\\\\');
  const form = `tstr .regexp "${expression}"`;
  return length ? `(tstr .size (${length.min}..${length.max})) .and (${form})` : form;
}

/** A comment with the words of a list and their places: the number of the first one in each line. */
function words(title: string, values: readonly string[], indent = ''): string {
  const lines = [`${indent}; ${title}:`];
  for (const [place, value] of values.entries()) {
    const word = ` ${place} ${value}${place === values.length - 1 ? '' : ','}`;
    const last = lines.at(-1) ?? '';
    if (last.length + word.length <= LINE) lines[lines.length - 1] = last + word;
    else lines.push(`${indent};  ${word}`);
  }
  return values.length === 0 ? `${indent}; ${title}` : lines.join('\n');
}

/** A comment of one line stands behind what it is about, a longer one below. */
function oneLineOrBelow(comment: string): string {
  return comment.includes('\n') ? `\n${comment}\n` : ` ${comment.trimStart()}\n`;
}
