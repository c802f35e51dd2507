import { Disclosure } from '../../../ui/design/index.ts';
import type { SentBatch } from '../../core/ipc/sent-batch.ts';
import { t, tn } from '../../core/texts/index.ts';
import { formatBytes, formatMoment } from './format.ts';
import { WhenExpanded } from './shown-parts.tsx';

/** The newest uploads and what came of each, folded. */
export function SentList({ sent }: { readonly sent: readonly SentBatch[] }) {
  return (
    <Disclosure title={t('sent.title')} aside={tn('sent.count', sent.length)} look="band">
      <WhenExpanded>
        <div className="shared-part">
          <p className="program-aside">{t(sent.length === 0 ? 'sent.none' : 'sent.lead')}</p>
          {sent.length > 0 && <SentTable sent={sent} />}
        </div>
      </WhenExpanded>
    </Disclosure>
  );
}

function SentTable({ sent }: { readonly sent: readonly SentBatch[] }) {
  return (
    <table className="program-table shared-sent" aria-label={t('sent.title')}>
      <thead>
        <tr>
          <th scope="col">{t('sent.at')}</th>
          <th scope="col" className="program-number">
            {t('sent.session')}
          </th>
          <th scope="col" className="program-number">
            {t('sent.size')}
          </th>
          <th scope="col">{t('sent.answer')}</th>
          <th scope="col">{t('sent.batch')}</th>
        </tr>
      </thead>
      <tbody>
        {sent.map(({ at, batch, session, bytes, answer, times }) => (
          <tr key={`${at} ${batch} ${answer}`}>
            <th scope="row">
              <time dateTime={at} title={at}>
                {formatMoment(at)}
              </time>
            </th>
            <td className="program-number">{session}</td>
            <td className="program-number">{formatBytes(bytes)}</td>
            <td>
              {t(`sent.${answer}`)}
              {times > 1 && <span className="shared-note"> · {tn('sent.times', times)}</span>}
            </td>
            <td>
              <code className="program-breakable">{batch}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
