/** What the servers of most peers answer; none of their clients looks closer than this. */
export const jsonAnswer = () => ({
  contentType: 'application/json',
  body: '{"status":1,"code":200,"success":true,"events_ingested":1}',
});

/** The three fields that every client records. */
export const fieldsOf = ({ command, source, at }) => ({ command, source, time: Math.floor(at / 1000) });

/** How often a text occurs in a body. */
export function occurrences(body, text) {
  return body.toString('latin1').split(text).length - 1;
}
