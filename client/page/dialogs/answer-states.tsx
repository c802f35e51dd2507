import { Button, Note } from '../../../ui/design/index.ts';
import { t } from '../../core/texts/index.ts';

export function Loading() {
  return (
    <p className="ui-loading" role="status">
      {t('common.loading')}
    </p>
  );
}

/** What could not be had, and the way to try again. */
export function Failure({ text, retry }: { readonly text: string; readonly retry: () => void }) {
  return (
    <div className="program-failure">
      <Note tone="danger">{text}</Note>
      <Button onPress={retry}>{t('common.try-again')}</Button>
    </div>
  );
}
