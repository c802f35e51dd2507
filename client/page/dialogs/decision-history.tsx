import { Disclosure } from '../../../ui/design/index.ts';
import type { ConsentDecision } from '../../core/consent/record.ts';
import { t } from '../../core/texts/index.ts';
import { formatMoment } from './format.ts';

/** Every answer that was given, newest first; folded, because few ask for it. */
export function DecisionHistory({ history }: { readonly history: readonly ConsentDecision[] }) {
  if (history.length === 0) return null;
  return (
    <Disclosure title={t('program.history', { count: history.length })}>
      <table className="program-table">
        <thead>
          <tr>
            <th scope="col">{t('program.history.when')}</th>
            <th scope="col">{t('program.history.answer')}</th>
            <th scope="col">{t('program.history.level')}</th>
            <th scope="col">{t('program.history.from')}</th>
            <th scope="col">{t('program.history.line')}</th>
            <th scope="col">{t('program.history.notice')}</th>
          </tr>
        </thead>
        <tbody>
          {history.toReversed().map((decision) => (
            <tr key={decision.at}>
              <td>{formatMoment(decision.at)}</td>
              <td>{t(`consent.${decision.answer}`)}</td>
              <td>{decision.answer === 'yes' ? t(`level.${decision.level}`) : t('program.history.no-level')}</td>
              <td>{t(`program.history.from.${decision.from}`)}</td>
              <td>{decision.releaseLine}</td>
              <td>{decision.notice}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
