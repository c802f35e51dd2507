import { swallowed } from 'candor-client/core';
import { useEffect, useMemo, useState } from 'react';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { Button, RadioGroup } from '../../ui/design/controls.tsx';
import { CheckBox, DialogFrame, Modal } from '../../ui/design/index.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { offer } from '../commands/local-commands.ts';
import { useModalWatch } from '../object/modal-watch.ts';
import { useShownAs } from '../object/shown.ts';
import { useModel } from '../state/model.ts';
import { useNeed } from '../state/use-need.ts';
import { withLive } from './fact-groups.ts';
import { type ReportFormat, reportFormats, reportText } from './report-text.ts';
import './device.css';

/** Offers to save a report in every view. Mounted once in a window. */
export function SaveReport() {
  const { local } = useModel();
  const [open, setOpen] = useState(false);
  useEffect(() => offer(local, { run: { 'file.save-report': () => setOpen(true) } }), [local]);
  return open ? <ReportDialog onClose={() => setOpen(false)} /> : null;
}

function ReportDialog({ onClose }: { readonly onClose: () => void }) {
  useModalWatch();
  useNeed('processes');
  const { device, settings, notice } = useModel();
  const [format, setFormat] = useState<ReportFormat>('txt');
  const [processes, setProcesses] = useState(true);
  const [redact, setRedact] = useState(() => settings.get().redact);
  const [failed, setFailed] = useState<string>();
  const save = useSaveReport({ format, processes, redact });
  useEffect(() => {
    if (device.get().status === 'unread') device.read();
  }, [device]);
  const press = () => {
    setFailed(undefined);
    save().then(
      (result) => {
        if (result === 'nothing') return setFailed(t('report.nothing'));
        // Who has chosen no file has changed their mind about it, and may try another format.
        if (result === 'not-saved') return;
        notice.set({ tone: 'ok', text: t('report.saved') });
        onClose();
      },
      (error: unknown) => {
        swallowed('ipc', 'save-report', error);
        setFailed(t('report.failed'));
      },
    );
  };
  return (
    <Modal isOpen size="narrow" onEscape={onClose}>
      <DialogFrame
        title={t('report.title')}
        onClose={onClose}
        failure={failed}
        foot={
          <>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button variant="primary" onPress={press}>
              {t('report.save')}
            </Button>
          </>
        }
      >
        <div className="report">
          <p>{t('report.lead')}</p>
          <RadioGroup
            label={t('report.format')}
            options={reportFormats.map((value) => ({ value, label: t(`report.format.${value}`) }))}
            value={format}
            onChange={setFormat}
          />
          <div className="report-options">
            <CheckBox label={t('report.processes')} isOn={processes} onChange={setProcesses} />
            <CheckBox label={t('report.redact')} isOn={redact} onChange={setRedact} />
          </div>
        </div>
      </DialogFrame>
    </Modal>
  );
}

interface ReportChoice {
  readonly format: ReportFormat;
  readonly processes: boolean;
  readonly redact: boolean;
}

/** Writes the report and hands it to main, which asks where it goes. */
function useSaveReport({ format, processes, redact }: ReportChoice): () => Promise<'saved' | 'not-saved' | 'nothing'> {
  const { api, device, lists, live, product } = useModel();
  const { context } = useShownAs(redact);
  const report = useStore(device, (now) => now.report);
  return useMemo(
    () => async () => {
      if (!report) return 'nothing';
      const at = wallClock();
      const text = reportText(format, {
        product,
        version: finder.version,
        at,
        device: { ...report, facts: withLive(report.facts, live.get().metrics.at(-1)) },
        processes: processes ? lists.processes.get().rows : null,
        context,
      });
      const name = t('report.file', { day: new Date(at).toISOString().slice(0, 10) });
      const { saved } = await api.invoke('file.save', { name, format, text });
      return saved ? 'saved' : 'not-saved';
    },
    [api, lists, live, product, context, report, format, processes],
  );
}
