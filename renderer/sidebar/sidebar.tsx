import { ArrowLeftRight, EthernetPort, Layers, type LucideIcon, Monitor, Package } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Collection, Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components';
import type { ListTopic } from '../../app/finder/live.ts';
import { t } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { count } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import type { View } from '../state/navigation.ts';
import { kernelThreads } from '../state/scope.ts';
import './sidebar.css';

/** The places of the Finder. Choosing one goes there, like a click on a button. */
export function Sidebar() {
  const { trail, dispatch } = useModel();
  const view = useStore(trail, (now) => now.here.view);
  const list = useRef<HTMLDivElement>(null);
  const [visit, setVisit] = useState(0);
  // The list remembers the item that last had the focus. After a way here by other means Tab has to lead to the
  // selected one, so the list is made again, unless somebody is in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is what makes it go stale
  useEffect(() => {
    if (!list.current?.contains(document.activeElement)) setVisit((count) => count + 1);
  }, [view]);
  return (
    <ListBox
      key={visit}
      ref={list}
      aria-label={t('shell.sidebar')}
      className="sidebar"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={[view]}
      onSelectionChange={(keys) => {
        const [goal] = keys as Set<View>;
        if (goal && goal !== view) dispatch(`go.${goal}`, 'button');
      }}
    >
      <SidebarItem id="this-device" icon={Monitor} />
      <ListBoxSection className="sidebar-group">
        <Header className="sidebar-heading">{t('sidebar.objects')}</Header>
        <Collection>
          <ObjectItem id="processes" icon={Layers} />
          <ObjectItem id="ports" icon={EthernetPort} />
          <ObjectItem id="connections" icon={ArrowLeftRight} />
          <ObjectItem id="units" icon={Package} />
        </Collection>
      </ListBoxSection>
    </ListBox>
  );
}

/** A kind of object, with how many there are of it while that is read. */
function ObjectItem({ id, icon }: { readonly id: ListTopic; readonly icon: LucideIcon }) {
  const { feed, lists } = useModel();
  const needed = useStore(feed.needed, (topics) => topics.has(id));
  const amount = useStore(lists[id], (list) => (list.at === null ? undefined : programsOf(list.rows)));
  return <SidebarItem id={id} icon={icon} amount={needed ? amount : undefined} />;
}

/** As many as the list shows under "All", and the status line counts. */
const programsOf = (rows: readonly Row[]): number => rows.length - kernelThreads(rows);

interface SidebarItemProps {
  readonly id: View;
  readonly icon: LucideIcon;
  readonly amount?: number | undefined;
}

function SidebarItem({ id, icon: Icon, amount }: SidebarItemProps) {
  const name = t(`command.go.${id}`);
  return (
    <ListBoxItem id={id} textValue={name} className="sidebar-item">
      <span className="sidebar-icon" title={name} aria-hidden>
        <Icon className="ui-icon" />
      </span>
      <span className="sidebar-name">{name}</span>
      {amount !== undefined && <span className="sidebar-amount">{count(amount)}</span>}
    </ListBoxItem>
  );
}
