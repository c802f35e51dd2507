import { chooseLanguage } from 'candor-client/core';
import type { FastifyReply } from 'fastify';
import { sendPage } from './plain-page.ts';

/** What somebody reads who has opened an address where there is nothing. */
const TEXTS = {
  en: {
    title: 'There is no page at this address',
    text: 'It may have been renamed, or the link was cut.',
    link: 'Go to the dashboard',
  },
  it: {
    title: 'A questo indirizzo non c’è nessuna pagina',
    text: 'Può avere cambiato nome, o il link è incompleto.',
    link: 'Vai al pannello',
  },
} as const;

/** Says that there is nothing at an address. @param accepted the header Accept-Language, most wanted first as browsers have it. */
export function sendNoPage(reply: FastifyReply, accepted: string | undefined): FastifyReply {
  const wanted = accepted?.split(',').map((tag) => tag.split(';')[0]?.trim() ?? '') ?? [];
  const language = chooseLanguage(wanted);
  const { title, text, link } = TEXTS[language];
  return sendPage(reply, 404, title, [text], { link: { href: '/', text: link }, language });
}
