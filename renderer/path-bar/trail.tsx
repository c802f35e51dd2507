import { ChevronRight } from 'lucide-react';
import { Button } from 'react-aria-components';
import { t } from '../../app/messages/index.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { useStore } from '../../ui/state/store.ts';
import { titleOf } from '../detail/object-detail.tsx';
import { type Shown, useShown } from '../object/shown.ts';
import { topicOf } from '../state/lists.ts';
import { useModel } from '../state/model.ts';
import { typeOfView, type View } from '../state/navigation.ts';

/** The trail from the device over the view and its search to what is selected. */
export function Trail() {
  const { trail } = useModel();
  const { view, query } = useStore(trail, (now) => now.here);
  const name = useSelectedName();
  const searched = query.trim() !== '';
  return (
    <nav aria-label={t('path.trail')} className="path-trail">
      <Crumb view="this-device" here={view === 'this-device' && !searched} />
      {view !== 'this-device' && (
        <>
          <ChevronRight className="path-chevron" aria-hidden />
          <Crumb view={view} here={!name && !searched} />
        </>
      )}
      {searched && <Step text={t('place.searched')} here={!name} />}
      {name && <Step text={name} here />}
    </nav>
  );
}

function Step({ text, here }: { readonly text: string; readonly here: boolean }) {
  return (
    <>
      <ChevronRight className="path-chevron" aria-hidden />
      <span className="path-name" title={text} {...(here ? { 'aria-current': 'page' as const } : {})}>
        {text}
      </span>
    </>
  );
}

function Crumb({ view, here }: { readonly view: View; readonly here: boolean }) {
  const { dispatch } = useModel();
  const name = t(`command.go.${view}`);
  if (here) {
    return (
      <span className="path-name" aria-current="page">
        {name}
      </span>
    );
  }
  return (
    <Button className="path-crumb" onPress={() => dispatch(`go.${view}`, 'button')}>
      {name}
    </Button>
  );
}

/** The name of what is selected, when it is one, as it may be shown. */
function useSelectedName(): string | undefined {
  const { trail, lists, results } = useModel();
  const shown = useShown();
  const { view, selection } = useStore(trail, (now) => now.here);
  const only = selection.length === 1 ? selection[0] : undefined;
  const topic = topicOf[typeOfView(view)] ?? 'processes';
  const listed = useStore(lists[topic], (list) => only && (list.byKey.get(only) ?? list.departed.get(only)));
  const told = useStore(results, (result) => only && result.rows.find(({ key }) => key === only));
  const row = listed || told;
  return row ? crumbOf(typeOfView(view), row, shown) : undefined;
}

/**
 * What an object is called where there is room for one name; `undefined` for a row of a reckoned answer, which stands for
 * several and is none.
 */
export function crumbOf(type: ObjectType, row: Row, shown: Shown): string | undefined {
  const { name, time, program, port, protocol } = row;
  if (type === 'connection' && typeof row['remoteAddress'] === 'string') {
    return `${typeof program === 'string' ? shown.text(program) : '?'} → ${titleOf(type, row, shown)}`;
  }
  if (type === 'port' && typeof port === 'number') {
    return t('search.hit.port', { port: String(port), protocol: String(protocol) });
  }
  return typeof (type === 'device' ? time : name) === 'undefined' ? undefined : titleOf(type, row, shown);
}
