import { swallowed } from 'candor-client/core';
import { Copy, FolderOpen } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { t } from '../../app/messages/index.ts';
import { IconButton, TextLink } from '../../ui/design/controls.tsx';
import { age, fullMoment } from '../../ui/format/format.ts';
import { useNow } from '../../ui/state/clock.ts';
import { cutInMiddle } from '../grid/cell-text.ts';
import { useModel } from '../state/model.ts';

/** A part of the pane with its title. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="detail-section" aria-labelledby={id}>
      <h3 id={id} className="detail-heading">
        {title}
      </h3>
      {children}
    </section>
  );
}

interface PropertyProps {
  readonly name: string;
  /** What the copy button copies: what is shown, redacted when that is. Without it there is none. */
  readonly copy?: string;
  /** Key of the process whose folder can be opened. */
  readonly folderOf?: string;
  /** Long text: it stands on lines of its own. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A name and its value, which can be marked and copied. */
export function Property({ name, copy, folderOf, wide = false, children }: PropertyProps) {
  const model = useModel();
  const openFolder = useOpenFolder();
  return (
    <div className="property" data-wide={wide}>
      <dt>{name}</dt>
      <dd>
        <span className="property-value">{children}</span>
        {copy !== undefined && (
          <span className="property-actions">
            {folderOf !== undefined && (
              <IconButton icon={FolderOpen} label={t('detail.open-folder')} onPress={() => openFolder(folderOf)} />
            )}
            <IconButton
              icon={Copy}
              label={t('detail.copy', { name })}
              onPress={() => model.copy(copy, t('common.copied'))}
            />
          </span>
        )}
      </dd>
    </div>
  );
}

/** Shows the folder of a process's file in the system's own file manager, or says that it could not. */
export function useOpenFolder(): (key: string) => void {
  const { api, notice } = useModel();
  return (key) => {
    const fail = () => notice.set({ tone: 'danger', text: t('object.folder-failed') });
    api.invoke('finder.open-folder', { key }).then(
      ({ opened }) => {
        if (!opened) fail();
      },
      (error: unknown) => {
        swallowed('ipc', 'open-folder', error);
        fail();
      },
    );
  };
}

/** A moment in full with how long ago it was, which goes on counting. */
export function Since({ at }: { readonly at: number }) {
  const now = useNow(1000);
  return (
    <>
      {fullMoment(at)}
      <span className="detail-aside">{age(now - at)}</span>
    </>
  );
}

/** A path cut in the middle when it is too long: its end says most. The whole of it stands in the tooltip. */
export function CutPath({ path }: { readonly path: string }) {
  const [head, tail] = cutInMiddle(path);
  return (
    <span className="cut" title={path}>
      <span className="cut-head">{head}</span>
      <span className="cut-tail">{tail}</span>
    </span>
  );
}

/** Rows that are shown before somebody asks for all. */
const SHOWN = 5;

interface LinksProps<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly render: (item: Item) => ReactNode;
}

/** Some objects, of many the first few. Nothing is drawn when there are none. */
export function Links<Item>({ title, items, keyOf, render }: LinksProps<Item>) {
  const [all, setAll] = useState(false);
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, SHOWN);
  return (
    <Section title={title}>
      <ul className="links">
        {shown.map((item) => (
          <li key={keyOf(item)} className="link-row">
            {render(item)}
          </li>
        ))}
      </ul>
      {items.length > SHOWN && (
        <TextLink onPress={() => setAll((now) => !now)}>{t(all ? 'detail.less' : 'detail.more')}</TextLink>
      )}
    </Section>
  );
}

/** Characters of a part that is never cut by the end of a line: "PID 4242", "In attesa". */
const UNBROKEN = 16;

/** What there is to say in one line, with dots between. */
export function lineOf(parts: readonly (string | false)[]): string {
  const said = parts.filter((part) => part !== false && part !== '') as string[];
  return said.map((part) => (part.length > UNBROKEN ? part : part.replaceAll(' ', '\u00a0'))).join(' · ');
}
