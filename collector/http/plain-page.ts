import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** Looks like the dashboard, without its files: this page is for when they may not or cannot be sent. */
const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f5f5f7, #1d1e21);
  color: light-dark(#1d1d20, #ececef); font: 13px/1.45 system-ui, sans-serif; }
main { box-sizing: border-box; width: min(520px, 100vw - 32px); padding: 24px; border: 1px solid light-dark(#d9d9de, #34363c);
  border-radius: 10px; background: light-dark(#ffffff, #17181a); }
h1 { margin: 0 0 12px; font-size: 15px; font-weight: 600; }
p { margin: 8px 0 0; color: light-dark(#5c5e66, #a5a7b0); }`;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Sends a page of a title and a few sentences. All of them are constants of this program; nothing is escaped. */
export function sendPage(
  reply: FastifyReply,
  status: number,
  title: string,
  sentences: readonly string[],
): FastifyReply {
  const paragraphs = sentences.map((sentence) => `<p>${sentence}</p>`).join('\n');
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .send(`<!doctype html>
<html lang="en">
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
</main>
</body>
</html>
`);
}
