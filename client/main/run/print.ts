import { swallowed } from '../../core/debug.ts';

/**
 * Prints for whoever runs a command, and waits until all of it is taken: a pipe may be full, and one that another program
 * made does not wait by itself.
 * @param stream `process.stdout` or `process.stderr`; never throws through it.
 * @returns whether somebody could have read it. A reader that has gone, as `head` does, had what it wanted.
 */
export function print(stream: NodeJS.WritableStream, text: string): Promise<boolean> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      swallowed('client', 'print', error);
      resolve(error.code === 'EPIPE');
    };
    stream.once('error', failed);
    stream.write(text, (error) => {
      if (!error) resolve(true);
    });
  });
}
