/** How a command was reached; `menu` is the native or the in-window menu bar and every context menu. */
export const commandSources = ['menu', 'button', 'shortcut', 'palette'] as const;
export type CommandSource = (typeof commandSources)[number];
