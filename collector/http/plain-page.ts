import { createHash } from 'node:crypto';
import { chooseLanguage } from 'candor-client/core';
import type { FastifyReply } from 'fastify';

/** Looks like the dashboard, without its files: this page is for when they may not or cannot be sent. */
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f5f5f7, #1d1e21);
  color: light-dark(#1d1d20, #ececef); font: 13px/1.45 system-ui, sans-serif; }
main { box-sizing: border-box; width: min(520px, 100vw - 32px); padding: 24px; border: 1px solid light-dark(#d9d9de, #34363c);
  border-radius: 10px; background: light-dark(#ffffff, #17181a); }
h1 { margin: 0 0 12px; font-size: 15px; font-weight: 600; }
p { margin: 8px 0 0; color: light-dark(#5c5e66, #a5a7b0); }
a { color: light-dark(#0b62c4, #6fb1ff); }
form { display: grid; gap: 12px; margin-top: 16px; justify-items: start; }
label { display: grid; gap: 4px; width: 100%; }
input, button { font: inherit; color: inherit; border-radius: 6px; border: 1px solid light-dark(#8e9099, #6e7079); }
input { box-sizing: border-box; width: 100%; padding: 6px 8px; background: light-dark(#ffffff, #1d1e21); }
button { padding: 6px 14px; background: light-dark(#f5f5f7, #2a2c31); }`;

/** What stands behind "#" in an address goes along with the form, and so to the page that it leads to; no server is told of it. */
const KEEP_FRAGMENT = 'for (const form of document.forms) form.action += location.hash;';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = (formAction: string, keepsFragment: boolean) =>
  `default-src 'none'; ${keepsFragment ? `script-src ${hashOf(KEEP_FRAGMENT)}; ` : ''}style-src ${hashOf(STYLE)}; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`;

/** What a page sends with its button. */
export interface PageForm {
  readonly action: string;
  readonly fields: readonly (
    | { readonly type: 'hidden'; readonly name: string; readonly value: string }
    | { readonly type: 'password'; readonly name: string; readonly label: string }
  )[];
  readonly button: string;
  /** The page that it leads to is that of an address with a part behind "#". */
  readonly keepsFragment?: boolean;
}

/** What else a page has. */
export interface PageParts {
  readonly form?: PageForm;
  /** Where it leads. */
  readonly link?: { readonly href: string; readonly text: string };
  /** Of its texts. */
  readonly language?: string;
}

/** Sends a page of a title and a few sentences, which are constants of this program, and perhaps a form or a link. */
export function sendPage(
  reply: FastifyReply,
  status: number,
  title: string,
  sentences: readonly string[],
  { form, link, language = 'en' }: PageParts = {},
): FastifyReply {
  const paragraphs = sentences.map((sentence) => `<p>${sentence}</p>`).join('\n');
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': policy(form ? "'self'" : "'none'", form?.keepsFragment === true),
      // Without it a browser would not say that the form is sent by this page.
      ...(form ? { 'referrer-policy': 'same-origin' } : {}),
    })
    .send(`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Candor Collector</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${paragraphs}
${form ? formHtml(form) : ''}${form?.keepsFragment ? `<script>${KEEP_FRAGMENT}</script>` : ''}${link ? `<p><a href="${link.href}">${link.text}</a></p>` : ''}
</main>
</body>
</html>
`);
}

/** What somebody reads who has opened an address where there is nothing. */
const NO_PAGE = {
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
  const { title, text, link } = NO_PAGE[language];
  return sendPage(reply, 404, title, [text], { link: { href: '/', text: link }, language });
}

function formHtml({ action, fields, button }: PageForm): string {
  const inputs = fields.map((field) =>
    field.type === 'hidden'
      ? `<input type="hidden" name="${field.name}" value="${escapeHtml(field.value)}">`
      : `<label>${field.label}<input type="password" name="${field.name}" required autofocus autocomplete="current-password"></label>`,
  );
  return `<form method="post" action="${action}">\n${inputs.join('\n')}\n<button type="submit">${button}</button>\n</form>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
