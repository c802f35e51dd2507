import { useEffect } from 'react';
import type { DeviceReport } from '../../app/finder/device.ts';
import { t } from '../../app/messages/index.ts';
import { Button } from '../../ui/design/controls.tsx';
import { age, fullMoment, span } from '../../ui/format/format.ts';
import { useNow } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { useShown } from '../object/shown.ts';
import { useModel } from '../state/model.ts';
import { useNeed } from '../state/use-need.ts';
import { Facts } from './facts.tsx';
import { MetricCards } from './metric-cards.tsx';
import './device.css';

/** The start view: what this computer is, and what it is doing now. */
export function DeviceView() {
  const { device, trail } = useModel();
  const { status, report } = useStore(device);
  const query = useStore(trail, ({ here }) => here.query);
  useNeed('metrics');
  useEffect(() => {
    if (device.get().status === 'unread') device.read();
  }, [device]);

  return (
    <div className="device">
      {report ? <DeviceHeader report={report} /> : status === 'reading' && <HeaderSkeleton />}
      <MetricCards />
      {status === 'failed' && <DeviceFailed />}
      {report ? <Facts facts={report.facts} query={query} /> : status === 'reading' && <FactsSkeleton />}
    </div>
  );
}

function DeviceHeader({ report }: { readonly report: DeviceReport }) {
  const shown = useShown();
  const now = useNow(10_000);
  return (
    <header className="device-header">
      <h2 className="device-name">{shown.name(report.hostName)}</h2>
      <p className="device-about">
        {report.os}
        {report.bootedAt > 0 && (
          <>
            <span aria-hidden> · </span>
            <span className="device-up" title={t('device.started', { date: fullMoment(report.bootedAt) })}>
              {t('device.up', { span: span(now - report.bootedAt) })}
            </span>
          </>
        )}
        <span aria-hidden> · </span>
        <span className="device-up">{t('device.facts-read', { age: age(now - report.at) })}</span>
      </p>
    </header>
  );
}

function DeviceFailed() {
  const { device } = useModel();
  return (
    <div className="device-failed" role="alert">
      <p>{t('device.failed')}</p>
      <Button onPress={device.read}>{t('common.try-again')}</Button>
    </div>
  );
}

function HeaderSkeleton() {
  return (
    <div className="device-header skeleton" aria-hidden>
      <div className="skeleton-title" />
      <div className="skeleton-line" />
    </div>
  );
}

const skeletonRows = ['a', 'b', 'c', 'd', 'e', 'f'];

function FactsSkeleton() {
  return (
    <div role="status" className="skeleton">
      <p className="ui-visually-hidden">{t('device.loading')}</p>
      <div className="facts" aria-hidden>
        {skeletonRows.map((row) => (
          <div key={row} className="fact-group">
            <div className="skeleton-line" />
            <div className="skeleton-line" />
            <div className="skeleton-line" />
          </div>
        ))}
      </div>
    </div>
  );
}
