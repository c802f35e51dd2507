import { flag, type OptionSpec, text, whole } from './option.ts';

/** Everything that a collector can be told, in the order of the help. An option joins here and nowhere else. */
export const options = {
  config: text({
    placeholder: 'FILE',
    help: 'configuration file (YAML) with any of the options, by their names without dashes in front',
  }),
  data: text({
    placeholder: 'FOLDER',
    isRequired: true,
    help: 'everything that the collector keeps; made when it is not there, for its owner alone',
  }),
  host: text({
    placeholder: 'ADDRESS',
    default: '127.0.0.1',
    help: 'address to listen on; 127.0.0.1 is this computer only',
  }),
  port: whole({ placeholder: 'NUMBER', default: '7391', help: 'port to listen on; 0 takes any free one' }, 0, 65_535),
  k: whole(
    {
      placeholder: 'NUMBER',
      default: '5',
      help: 'figures of fewer installations than this are not shown; 1 shows everything, with a warning',
    },
    1,
  ),
  unpackaged: flag({ help: 'count builds that are not packaged as well, such as those of developers' }),
  undo: flag({ isOfCall: true, help: 'take it back' }),
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type OptionName = keyof typeof options;

/** The values of all options, as they were read. */
export type Settings = {
  readonly [N in OptionName]: (typeof options)[N] extends OptionSpec<infer T> ? T : never;
};

export const optionNames = Object.keys(options) as readonly OptionName[];
