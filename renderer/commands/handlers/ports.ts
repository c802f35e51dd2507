import type { CommandId, MenuId } from '../../../app/commands/catalogue.ts';
import type { Model } from '../../state/model.ts';
import type { LocalCommand } from '../local-commands.ts';

/** What a handler may use: the whole window, but for what comes of the handlers themselves. */
export type HandlerPorts = Omit<Model, 'dispatch' | 'commandState' | 'commandStateNow'>;

/** What the commands of a menu do, without those that a part of the window does while it is shown. */
export type Handlers<Menu extends MenuId> = Readonly<
  Record<Exclude<Extract<CommandId, `${Menu}.${string}`>, LocalCommand>, () => void>
>;
