import { commonRegistry, OVERVIEW_PATH, type Overview } from 'candor-client/core';
import { useState } from 'react';
import { useDashboard } from '../asking/dashboard-context.ts';
import { useAsked } from '../asking/use-asked.ts';
import { formatDays, formatMoment } from '../format.ts';
import { isMessage, t, tn } from '../messages/index.ts';
import { Lead } from '../parts/answer-view.tsx';
import { FigureTable } from '../parts/figure-table.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import type { Page } from './page.ts';

export const administration: Page = {
  id: 'administration',
  key: 'a',
  name: 'administration.name',
  title: 'administration.title',
  hasFilters: false,
  isApart: true,
  View: Administration,
};

type Role = 'viewer' | 'support' | 'administrator';

interface Token {
  readonly name: string;
  readonly role: Role;
  readonly use: 'bearer' | 'link';
  readonly created: string;
  readonly expires: string | null;
}

interface Session {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly begun: string;
  readonly expires: string;
  readonly isYours: boolean;
}

interface Backups {
  /** Null where the tables are in a ClickHouse. */
  readonly places:
    | readonly { readonly folder: string; readonly isWritable: boolean; readonly newest: string | null }[]
    | null;
}

interface AuditRecord {
  readonly at: string;
  readonly who: string;
  readonly role: string;
  readonly what: string;
  readonly about: string | null;
  readonly reason?: string;
}

/** Newest records that are shown; the interface gives all. */
const MOST_RECORDS = 100;

function Administration() {
  const me = useAsked<{ readonly name: string; readonly role: Role }>('/v1/me');
  if (me.failure) return <Failed failure={me.failure} askAgain={me.askAgain} />;
  if (!me.answer) return <Loading />;
  const { name, role } = me.answer;
  return (
    <div className="answer">
      <Lead>{t('administration.lead', { name, role: t(`role.${role}`) })}</Lead>
      <Rules />
      {role === 'administrator' ? <ForAdministrators /> : <p>{t('administration.others')}</p>}
    </div>
  );
}

/** What holds for every figure, and for which products. */
function Rules() {
  const { closed, names } = useDashboard();
  const k = useAsked<Overview>(OVERVIEW_PATH).answer?.k;
  const facts = [
    [t('administration.k'), k === undefined ? t('table.none-short') : t('administration.k-text', { k })],
    [t('administration.retention'), tn('dictionary.days', commonRegistry.context.fields.product.retentionDays)],
    [t('administration.closed'), closed ? formatDays(closed.from, closed.to) : t('state.no-day')],
    [
      t('administration.products'),
      names.products.map((product) => `${product.name} (${product.id})`).join(', ') || t('administration.no-products'),
    ],
  ];
  return (
    <section className="panel">
      <h2>{t('administration.rules')}</h2>
      <dl className="facts">
        {facts.map(([fact, value]) => (
          <div key={fact}>
            <dt>{fact}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ForAdministrators() {
  const tokens = useAsked<readonly Token[]>('/v1/tokens');
  const sessions = useAsked<readonly Session[]>('/v1/sessions');
  const backups = useAsked<Backups>('/v1/backups');
  const audit = useAsked<readonly AuditRecord[]>('/v1/audit');
  const failed = [tokens, sessions, backups, audit].find(({ failure }) => failure);
  if (failed?.failure) return <Failed failure={failed.failure} askAgain={failed.askAgain} />;
  return (
    <>
      <FigureTable title={t('administration.tokens')} notes={[t('administration.tokens-how')]}>
        <Head heads={['who', 'role', 'use', 'created', 'expires']} />
        <tbody>
          {tokens.answer?.map(({ name, role, use, created, expires }) => (
            <tr key={`${name} ${created}`}>
              <th scope="row">{name}</th>
              <td>{t(`role.${role}`)}</td>
              <td>{t(`administration.use-${use}`)}</td>
              <td>{formatMoment(created)}</td>
              <td>{expires === null ? t('administration.never') : formatMoment(expires)}</td>
            </tr>
          ))}
        </tbody>
      </FigureTable>
      <Sessions sessions={sessions.answer ?? []} onEnded={sessions.askAgain} />
      {backups.answer && <BackupTable places={backups.answer.places} />}
      <FigureTable title={t('administration.audit')} notes={[t('administration.audit-about')]}>
        <Head heads={['when', 'who', 'role', 'what', 'about']} />
        <tbody>
          {audit.answer?.slice(0, MOST_RECORDS).map(({ at, who, role, what, about, reason }) => (
            <tr key={`${at} ${who} ${what} ${about}`}>
              <th scope="row">{formatMoment(at)}</th>
              <td>{who}</td>
              <td>{isRole(role) ? t(`role.${role}`) : role}</td>
              <td>{actionName(what)}</td>
              <td className="wraps">{[about, reason].filter(Boolean).join(': ')}</td>
            </tr>
          ))}
        </tbody>
      </FigureTable>
    </>
  );
}

type Heading =
  | 'folder'
  | 'newest'
  | 'state'
  | 'who'
  | 'role'
  | 'use'
  | 'created'
  | 'expires'
  | 'when'
  | 'what'
  | 'about'
  | 'begun'
  | 'end';

function Head({ heads }: { heads: readonly Heading[] }) {
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head} scope="col">
            {t(`administration.${head}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** Where backups are, and whether what is erased reaches them. */
function BackupTable({ places }: Backups) {
  if (places === null || places.length === 0) {
    return (
      <section className="panel">
        <h2>{t('administration.backups')}</h2>
        <p>{t(places === null ? 'administration.backups-there' : 'administration.backups-none')}</p>
      </section>
    );
  }
  return (
    <FigureTable title={t('administration.backups')} notes={[t('administration.backups-how')]}>
      <Head heads={['folder', 'newest', 'state']} />
      <tbody>
        {places.map(({ folder, isWritable, newest }) => (
          <tr key={folder}>
            <th scope="row" className="wraps">
              {folder}
            </th>
            <td>{newest === null ? t('table.none-short') : formatMoment(newest)}</td>
            <td>{t(isWritable ? 'administration.reachable' : 'administration.unreachable')}</td>
          </tr>
        ))}
      </tbody>
    </FigureTable>
  );
}

function Sessions({ sessions, onEnded }: { sessions: readonly Session[]; onEnded: () => void }) {
  const [hasFailed, setFailed] = useState(false);
  const end = async (id: string) => {
    const response = await fetch(`/v1/sessions/${id}`, { method: 'DELETE' }).catch(() => undefined);
    setFailed(response?.ok !== true);
    onEnded();
  };
  return (
    <>
      {hasFailed && <p role="alert">{t('administration.end-failed')}</p>}
      <FigureTable title={t('administration.sessions')}>
        <Head heads={['who', 'role', 'begun', 'expires', 'end']} />
        <tbody>
          {sessions.map(({ id, name, role, begun, expires, isYours }) => (
            <tr key={id}>
              <th scope="row">{isYours ? t('administration.yours', { name }) : name}</th>
              <td>{t(`role.${role}`)}</td>
              <td>{formatMoment(begun)}</td>
              <td>{formatMoment(expires)}</td>
              <td>
                {!isYours && (
                  <button
                    type="button"
                    className="plain"
                    aria-label={t('administration.end-of', { name })}
                    onClick={() => void end(id)}
                  >
                    {t('administration.end')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </FigureTable>
    </>
  );
}

const isRole = (role: string): role is Role => role === 'viewer' || role === 'support' || role === 'administrator';

/** In words, as far as this page has words for what the collector audits. */
function actionName(what: string): string {
  const key = `action.${what}`;
  return isMessage(key) ? t(key) : what;
}
