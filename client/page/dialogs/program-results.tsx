import { useEffect, useId, useRef, useState } from 'react';
import { Note, TextLink } from '../../../ui/design/index.ts';
import { swallowed } from '../../core/debug.ts';
import type { OpenedAnswer } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';

/** The part of the Help dialog that leads to what came of the program: pages outside, which the person's browser opens. */
export function ProgramResults({ address }: { readonly address: string }) {
  const title = useId();
  const [failed, setFailed] = useState(false);
  const failure = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failed) failure.current?.scrollIntoView({ block: 'nearest' });
  }, [failed]);
  const open = () => {
    setFailed(false);
    const settle = ({ opened }: OpenedAnswer) => setFailed(!opened);
    bridge()
      .invoke('program.open-results')
      .then(settle, (error: unknown) => {
        swallowed('ipc', 'open-results', error);
        setFailed(true);
      });
  };
  return (
    <section className="program-identity" aria-labelledby={title}>
      <h3 id={title}>{t('program.results')}</h3>
      <p>
        <TextLink onPress={open}>{t('program.results.open')}</TextLink>
      </p>
      <p className="program-aside">{t('program.results.about', { host: address.split('/')[2] ?? '' })}</p>
      {failed && (
        <div ref={failure} className="program-breakable">
          <Note tone="danger">{t('program.results.failed', { address })}</Note>
        </div>
      )}
    </section>
  );
}
