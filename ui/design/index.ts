/** The shared controls. A page that uses them imports tokens.css, base.css, components.css and dialog.css first. */
export { CheckBox } from './check-box.tsx';
export { Button, Disclosure, IconButton, RadioGroup, TextLink, Tooltip } from './controls.tsx';
export { CopyButton, copyFailure } from './copy-button.tsx';
export { DialogFrame, Modal } from './dialog-frame.tsx';
export { Note } from './note.tsx';
