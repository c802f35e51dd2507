import { t } from '../../app/messages/index.ts';
import { CopyButton } from '../design/index.ts';

/** The installation ID as people quote it to support, with a button that copies it; or that it is not known now. */
export function InstallationId({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return <p>{t('program.installation.unknown')}</p>;
  return (
    <span className="program-installation">
      <code className="program-breakable">{id}</code>
      <CopyButton
        label={t('program.installation.copy')}
        copy={() => window.candor.invoke('clipboard.copy', { text: id })}
      />
    </span>
  );
}
