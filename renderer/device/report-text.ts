import type { DeviceReport } from '../../app/finder/device.ts';
import { t } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { fullMoment } from '../../ui/format/format.ts';
import { copyAs } from '../grid/copy-rows.ts';
import type { CellContext, GridColumn } from '../grid/grid-column.ts';
import { MASK } from '../redact/redact.ts';
import { columnsOf } from '../views/columns.ts';
import { factGroups, factText } from './fact-groups.ts';

export const reportFormats = ['txt', 'csv', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

interface ReportParts {
  readonly product: string;
  readonly version: string;
  /** When it is made, UTC milliseconds. */
  readonly at: number;
  readonly device: DeviceReport;
  /** `null`: the report is of the device alone. */
  readonly processes: readonly Row[] | null;
  readonly context: CellContext;
}

/** What is known about this device and what runs on it, as a file for people, spreadsheets or programs. */
export function reportText(format: ReportFormat, parts: ReportParts): string {
  switch (format) {
    case 'txt':
      return asText(parts);
    case 'csv':
      return asCsv(parts);
    case 'json':
      return asJson(parts);
  }
}

function asText({ product, version, at, device, processes, context }: ReportParts): string {
  const { redact, names } = context;
  const head = [
    t('report.head', { host: redact ? MASK : device.hostName }),
    t('report.made', { product, version, moment: fullMoment(at) }),
    ...(redact ? [t('report.redacted')] : []),
  ];
  const groups = factGroups(device.facts).map(({ id, facts, missing }) =>
    [
      underlined(t(`fact-group.${id}`)),
      // Several values of one fact stand below each other, in line with the first.
      ...facts.map((fact) => `${t(`fact.${fact.id}`)}: ${factText(fact, redact, names).replaceAll('\n', '\n    ')}`),
      ...missing,
    ].join('\n'),
  );
  const running = processes
    ? [`${underlined(t('list.process'))}\n${copyAs('text', processes, processColumns(), context)}`]
    : [];
  return `${[head.join('\n'), ...groups, ...running].join('\n\n')}\n`;
}

const underlined = (title: string) => `${title}\n${'-'.repeat([...title].length)}`;

function processColumns(): readonly GridColumn[] {
  return columnsOf('process', 'now');
}

/** One table for both, because a file of CSV has one: facts fill the first columns, processes the others. */
function asCsv({ device, processes, context }: ReportParts): string {
  const facts = device.facts.map((fact) => ({
    key: fact.id,
    reportKind: t('report.kind.fact'),
    reportGroup: t(`fact-group.${fact.group}`),
    reportName: t(`fact.${fact.id}`),
    reportValue: factText(fact, context.redact, context.names),
    reportSource: fact.source,
  }));
  const running = (processes ?? []).map((row) => ({ ...row, reportKind: t('report.kind.process') }));
  const columns = [
    column('reportKind', t('report.kind')),
    column('reportGroup', t('report.group')),
    column('reportName', t('report.name')),
    column('reportValue', t('report.value')),
    column('reportSource', t('report.source')),
    ...(processes ? processColumns() : []),
  ];
  return copyAs('csv', [...facts, ...running], columns, context);
}

function column(property: string, title: string): GridColumn {
  return {
    id: property,
    property,
    kind: 'text',
    title,
    width: 0,
    minWidth: 0,
    numeric: false,
    priority: 0,
    cut: 'end',
    missing: () => '',
  };
}

function asJson({ product, version, at, device, processes, context }: ReportParts): string {
  const { redact, names } = context;
  const report = {
    product,
    version,
    made: new Date(at).toISOString(),
    redacted: redact,
    read: new Date(device.at).toISOString(),
    facts: device.facts.map((fact) => ({
      id: fact.id,
      group: fact.group,
      name: t(`fact.${fact.id}`),
      value: fact.value === null ? null : factText(fact, redact, names),
      ...(fact.missing ? { missing: fact.missing } : {}),
      source: fact.source,
      read: new Date(fact.at).toISOString(),
    })),
    ...(processes ? { processes: JSON.parse(copyAs('json', processes, processColumns(), context)) as unknown } : {}),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
