import { type Overview, systemName } from 'candor-client/core';
import { formatNumber } from '../format.ts';
import { t } from '../messages/index.ts';
import type { Names } from '../names.ts';
import { FigureTable, moreNote } from './figure-table.tsx';

/** Sessions by kind of system. */
export function PlatformsTable({ overview }: { overview: Overview }) {
  return (
    <FigureTable title={t('table.platforms')} notes={[moreNote(overview.more.platforms)]}>
      <Head names={[t('table.system'), t('table.version'), t('table.architecture')]} />
      <tbody>
        {overview.platforms.map(({ os, osVersion, distribution, architecture, sessions, installations }) => (
          <tr key={`${os} ${distribution} ${osVersion} ${architecture}`}>
            <th scope="row">{systemName(os, distribution)}</th>
            <td>{osVersion}</td>
            <td>{architecture}</td>
            <Counts sessions={sessions} installations={installations} />
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

/** Sessions by version of the product. */
export function VersionsTable({ overview, names }: { overview: Overview; names: Names }) {
  return (
    <FigureTable title={t('table.versions')} notes={[moreNote(overview.more.versions)]}>
      <Head names={[t('table.product'), t('table.version'), t('table.runtime')]} />
      <tbody>
        {overview.versions.map(({ product, version, runtime, sessions, installations }) => (
          <tr key={`${product} ${version} ${runtime}`}>
            <th scope="row">{names.product(product)}</th>
            <td>{version}</td>
            <td>{runtime}</td>
            <Counts sessions={sessions} installations={installations} />
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

function Head({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        <th scope="col" className="number">
          {t('table.sessions')}
        </th>
        <th scope="col" className="number">
          {t('table.installations')}
        </th>
      </tr>
    </thead>
  );
}

function Counts({ sessions, installations }: { sessions: number; installations: number }) {
  return (
    <>
      <td className="number">{formatNumber(sessions)}</td>
      <td className="number">{formatNumber(installations)}</td>
    </>
  );
}
