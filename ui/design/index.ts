/** The shared controls. A page that uses them imports tokens.css, base.css, components.css and dialog.css first. */
export { Button } from './button.tsx';
export { CopyButton } from './copy-button.tsx';
export { copyFailure } from './copy-failure.ts';
export { DialogFrame } from './dialog-frame.tsx';
export { Disclosure } from './disclosure.tsx';
export { IconButton } from './icon-button.tsx';
export { Modal } from './modal.tsx';
export { Note } from './note.tsx';
export { RadioGroup } from './radio-group.tsx';
export { TextLink } from './text-link.tsx';
export { Tooltip } from './tooltip.tsx';
