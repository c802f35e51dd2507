import { BATCH_FORMAT } from '../batch/batch.ts';
import { FIRST_DAY, LAST_DAY, SHA256_BYTES, UUID_BYTES } from '../batch/field-codecs.ts';
import { MAX_BATCH_EVENTS, MAX_COUNT } from '../batch/limits.ts';
import { MAX_FRAMES } from '../errors/limits.ts';
import { MAX_BUCKETS } from '../measures/histogram.ts';
import { HASH_BYTES } from '../product/manifest.ts';
import { type FieldSpec, type Group, isInEveryBatch } from './declaration.ts';
import { type FieldType, SESSION_SECONDS, textRule } from './field-types.ts';
import { type Registry, revisionOf } from './registry.ts';

/** Longest line of words, in characters. */
const LINE = 110;

/**
 * The layout of a product's batches in CDDL (RFC 8610), made from its event registry; the Finder's is kept as
 * docs/batch.cddl.
 * @param maxBytes most that a batch unpacks to.
 */
export function batchCddl(registry: Registry, maxBytes: number): string {
  const groups = Object.entries<Group>(registry);
  return `${preamble(maxBytes, groups)}

batch = [
  format: ${BATCH_FORMAT},
  revision: ${revisionOf(registry)}, ; of the registry: this file is of this one
  words: 1..65535, ; revision of the product's manifest, …
  manifest: bstr .size ${HASH_BYTES}, ; … and the beginning of its SHA-256
${groups.map(([name]) => `  ${name}: ${name},\n`).join('')}]

; Numbers from 0 to ${MAX_COUNT} one after the other, each in the shortest form that holds it:
;   first byte 0 to 240: the number itself
;   241 to 248: 240 + 256 * (first - 241) + the next byte
;   249: 2288 + the next two bytes, the higher one first
;   250: the next three bytes
;   251: the next four bytes
varints = bstr

seconds = 0..${SESSION_SECONDS}

; A comment tells a field's number and its unit, or its values by theirs.

${groups.map(([name, group]) => ruleOf(name, group)).join('\n\n')}
`;
}

function preamble(maxBytes: number, groups: readonly (readonly [string, Group])[]): string {
  const enhanced = groups.filter(([, { fields, word }]) =>
    [...Object.values(fields), ...(word ? [word] : [])].some(({ level }) => level === 'enhanced'),
  );
  return `; A batch, decoded from Brotli: at most ${maxBytes} bytes.
; Made from the event registry in client/core/registry and the product's words; not written by hand.
;
; Encoded as in RFC 8949, section 4.2.1: shortest forms, definite lengths. Fields and values have no names on the wire:
; they are known by their numbers, from 0. In lists of words that both the client and the product have, the client's are
; even and the product's odd. A list only ever grows at its end.
;
; What CDDL cannot say:
;   - byte strings called "varints" hold numbers in the form described below;
;   - uses and times are as many, at most ${MAX_BATCH_EVENTS}; each number of uses stands for a command and a source that
;     the lists have; the sum of times is at most ${SESSION_SECONDS};
;   - histograms have rows, or no columns; rows are in ascending order, each at most once; the buckets that they
;     announce are as many as buckets and counts hold; within a row the sum of the distances is at most ${MAX_BUCKETS - 1},
;     and only the first may be 0; each count is from 1 to ${MAX_COUNT};
;   - two errors differ in more than foreign and count; one that was thrown has a class and the reason 0, any other
;     has class 0;
;   - the sum of the seconds of all log lines is at most ${SESSION_SECONDS};
;   - a batch whose envelope says level 0 has nothing in ${enhanced.map(([name]) => name).join(', ')}.`;
}

function ruleOf(name: string, group: Group): string {
  const { layout, fields, rows = 0 } = group;
  switch (layout) {
    case 'whole':
      return whole(name, fields);
    case 'sparse':
      return sparse(name, fields);
    case 'table':
      return `${name} = [0*${rows} ${name}-row]\n\n${name}-row = [\n${fieldsOf(fields)}]`;
    case 'histogram':
      return histogram(name, fields);
    case 'uses':
      return uses(name, fields);
    case 'reports':
      return reports(name, group);
    case 'lines':
      return logLines(name, group);
  }
}

/** A field that can expire may be missing. Those that joined later are there: the file is of the present revision. */
function whole(name: string, fields: Group['fields']): string {
  const note = Object.values(fields).some(canExpire)
    ? '; an empty list stands for one that is no longer collected'
    : '';
  const typed = (field: FieldSpec) => `${typeOf(field.type)}${canExpire(field) ? ' / []' : ''}`;
  const some = isInEveryBatch(name) ? ['Every field', ''] : ['Every field or none', '[] / '];
  return `; ${some[0]}${note}.\n${name} = ${some[1]}[\n${fieldsOf(fields, typed)}]`;
}

const canExpire = ({ expires }: FieldSpec) => expires !== 'never';

function uses(name: string, { command, source }: Group['fields']): string {
  return `; Uses of commands as two columns. In uses, command * ${valuesOf(source).length} + source for each use, by their numbers in the
; lists below; in times, the seconds since the use before, or since the session began.
${name} = [uses: varints, times: varints]

${words(`${name}.command`, valuesOf(command))}
${words(`${name}.source`, valuesOf(source))}`;
}

function histogram(name: string, fields: Group['fields']): string {
  const { bucket: _, count: __, ...keys } = fields;
  const formula = Object.entries(keys).reduce(
    (before, [key, { type }]) => (before ? `(${before}) * ${valuesOf({ type }).length} + ${key}` : key),
    '',
  );
  return `; Histograms. In rows, two numbers for each: ${formula}, then how many buckets are filled. In
; buckets, those of all rows, each as the distance from the one before in its row. In counts, how many
; durations each of them holds.
${name} = [? (rows: varints, buckets: varints, counts: varints)]

${Object.entries(keys)
  .map(([key, field]) => words(`${name}.${key}`, valuesOf(field)))
  .join('\n')}`;
}

function reports(name: string, { fields, rows = 0 }: Group): string {
  const { file, line, column, ...once } = fields;
  const frame = Object.entries({ file, line, column }).flatMap(([key, field]) =>
    field ? [[key, field] as const] : [],
  );
  return `; The frames of the stack follow each other as file, line and column, innermost first.
${name} = [0*${rows} ${name}-report]

${name}-report = [
${fieldsOf(once, ({ type }, field) => typeOf(type, field === 'count' ? 1 : 0))}  frames: [0*${MAX_FRAMES} ${name}-frame],
]

${name}-frame = (
${fieldsOf(Object.fromEntries(frame))})`;
}

/** Keys in a CDDL array only say what stands where. */
function fieldsOf(
  fields: Group['fields'],
  typed: (field: FieldSpec, name: string) => string = ({ type }) => typeOf(type),
): string {
  return Object.entries(fields)
    .map(([name, field], number) => {
      const { type } = field;
      const comment = words(`${number}${unit(type)}`, type.kind === 'enum' ? type.values : [], '    ');
      return `  ${name}: ${typed(field, name)},${oneLineOrBelow(comment)}`;
    })
    .join('');
}

function sparse(name: string, fields: Group['fields']): string {
  const least = Object.values(fields).every(({ type }) => type.kind === 'uint') ? 1 : 0;
  const pairs = Object.entries(fields).map(([field, { type, number }], index) => {
    const comment = words(`${field}${unit(type)}`, type.kind === 'enum' ? type.values : [], '    ');
    return `  ? (number: ${number ?? index}, value: ${typeOf(type, least)}),${oneLineOrBelow(comment)}`;
  });
  return `; Some fields: the number of each, and its value.\n${name} = [\n${pairs.join('')}]`;
}

/** One rule for each code, named as the code is. */
function logLines(name: string, { fields, lines = {}, rows = 0 }: Group): string {
  const numbers = valuesOf(fields['code']);
  const rules = Object.entries(lines)
    .toSorted(([a], [b]) => numbers.indexOf(a) - numbers.indexOf(b))
    .map(([code, word]) => {
      const parameters = Object.entries(word.parameters);
      const items = parameters.map(([parameter, type]) => `, ${parameter}: ${typeOf(type)}`);
      const lists = parameters.map(([parameter, type]) =>
        type.kind === 'enum' ? words(parameter, type.values, '  ') : `  ; ${parameter}${unit(type)}`,
      );
      return [
        code,
        [`${code} = [code: ${numbers.indexOf(code)}, time: seconds${items.join('')}]`, ...lists].join('\n'),
      ] as const;
    });
  return `; Log lines: the number of the code, the seconds since the line before, and the parameters of the code.
${name} = [0*${rows} ${name}-line]

${name}-line = ${rules.map(([code]) => code).join('\n  / ')}

${rules.map(([, rule]) => rule).join('\n')}`;
}

function valuesOf(field: Pick<FieldSpec, 'type'> | undefined): readonly string[] {
  return field?.type.kind === 'enum' ? field.type.values : [];
}

function unit(type: FieldType): string {
  return type.kind === 'uint' ? `, ${type.unit}` : '';
}

function typeOf(type: FieldType, least = 0): string {
  switch (type.kind) {
    case 'enum':
      return numbersOf(type.values);
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

/** The numbers of the words of a list, without those that nobody has given. */
function numbersOf(values: readonly string[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const [number, value] of values.entries()) {
    const range = ranges.at(-1);
    if (value === '') continue;
    if (range && range[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  const choices = ranges.map(([first, last]) => (first === last ? `${first}` : `${first}..${last}`));
  const lines: string[] = [];
  for (const choice of choices) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + choice.length + 7 < LINE) lines[lines.length - 1] = `${last} / ${choice}`;
    else lines.push(choice);
  }
  return lines.join('\n    / ') || '0';
}

function textOf(type: FieldType): string {
  const { pattern = '', length } = textRule(type) ?? {};
  // A regular expression of CDDL matches the whole text; the anchors of JavaScript are not part of its language.
  const expression = pattern.replace(/^\^|\$$/g, '').replaceAll('\\', '\\\\');
  const form = `tstr .regexp "${expression}"`;
  return length ? `(tstr .size (${length.min}..${length.max})) .and (${form})` : form;
}

/** A comment with the words of a list and their numbers. */
function words(title: string, values: readonly string[], indent = ''): string {
  const lines = [`${indent}; ${title}:`];
  for (const [number, value] of values.entries()) {
    // A number that nobody has given.
    if (value === '') continue;
    const word = ` ${number} ${value}${number === values.length - 1 ? '' : ','}`;
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
