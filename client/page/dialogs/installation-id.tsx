import { CopyButton } from '../../../ui/design/index.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';

/** The installation ID as people quote it to support, with a button that copies it; or that it is not known now. */
export function InstallationId({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return <p>{t('program.installation.unknown')}</p>;
  return (
    <span className="program-installation">
      <code className="program-breakable">{id}</code>
      <CopyButton label={t('program.installation.copy')} copy={() => bridge().invoke('clipboard.copy', { text: id })} />
    </span>
  );
}
