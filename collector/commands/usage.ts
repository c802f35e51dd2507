/** How the collector is called, and what becomes of a call that is not like that. */

const USAGE = `candor-collector serve --data FOLDER [--host ADDRESS] [--port NUMBER] [--k NUMBER] [--unpackaged]

  --data   folder for journal, storage and dashboard token; made when it is not there
  --host   address to listen on; 127.0.0.1 unless given
  --port   port to listen on; 7391 unless given, 0 for any free one
  --k      groups of fewer installations are not shown; 5 unless given
  --unpackaged
           count builds that are not packaged as well, such as those of developers

candor-collector products list --data FOLDER
candor-collector products add FILE --data FOLDER
candor-collector products remove ID --data FOLDER [--undo]
candor-collector products end ID VERSION --data FOLDER [--undo]

  FILE     manifest of a product, as its developers hand it out
  ID       id of a product, as the list has it
  VERSION  one version, 1.2.3; a release line, 1.2; or all
  --undo   take it back

  They take effect at once, also while a collector runs on the folder.`;

/** What a call says; with `--help`, and when it cannot be understood, the process says how to call and ends. */
export function readCall<T>(args: readonly string[], read: () => T): T {
  if (args.includes('--help')) {
    console.log(USAGE);
    process.exit(0);
  }
  try {
    return read();
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${USAGE}`);
    process.exit(2);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
