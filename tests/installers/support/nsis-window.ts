/** Looks at a window under Wine, and clicks on it with the mouse: see nsis-probe.nsi. */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import type { Installer } from './nsis-installer.ts';
import type { Windows } from './nsis-windows.ts';

export interface Control {
  kind: string;
  /** With the ampersand before the letter that its shortcut is. */
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
  ticked: boolean;
  /** What the text needs at the control's width, in pixels. */
  textHeight: number;
}

export interface Window {
  /** The window itself; its text is its title. */
  readonly frame: Control;
  readonly controls: readonly Control[];
  /** The control with this text. */
  control(text: string): Control;
}

const LOOKS_AGAIN = 2;

/** The probe's exit code when it has waited for a minute. */
const WAITED_IN_VAIN = 1;

/** Waits until the window with this title shows a control with this text, and tells what stands on it. */
export async function lookAt(windows: Windows, { probe }: Installer, title: string, text: string): Promise<Window> {
  const file = path.join(mkdtempSync(path.join(windows.folder, 'window-')), 'controls.txt');
  const look = async () => {
    const env = { PROBE_TITLE: title, PROBE_TEXT: text, PROBE_OUT: `Z:${file.replaceAll('/', '\\')}` };
    return (await windows.run(probe, [], env)).code;
  };
  let code = await look();
  // Now and then Wine ends a program that looks at another which is just starting; or starts that one a minute later.
  for (let again = 0; code !== 0 && again < (code === WAITED_IN_VAIN ? 1 : LOOKS_AGAIN); again += 1)
    code = await look();
  if (code !== 0) throw new Error(`no window "${title}" with "${text}" came up (${code})`);
  const [frame, ...controls] = readFileSync(file, 'utf16le').split('\t\n').filter(Boolean).map(parseControl);
  if (!frame) throw new Error(`nothing was told about the window "${title}"`);
  return {
    frame,
    controls,
    control: (wanted) => {
      const found = controls.find((control) => control.text === wanted);
      if (!found) throw new Error(`"${wanted}" is not on the window: ${controls.map((control) => control.text)}`);
      return found;
    },
  };
}

function parseControl(line: string): Control {
  const [kind = '', text = '', left, top, right, bottom, ticked, textHeight] = line.split('\t');
  return {
    kind,
    text,
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
    ticked: ticked === '1',
    textHeight: Number(textHeight),
  };
}

/**
 * A click with the left button on the control with this text, near its left end, where a checkbox has its box. Windows
 * knows of a window before the display has it: so the mouse goes there first, and clicks when that window is under it.
 */
export async function click(windows: Windows, { frame, control }: Window, text: string): Promise<void> {
  const { left, top, bottom } = control(text);
  const at = [String(left + 8), String(Math.round((top + bottom) / 2))];
  const under = async () => {
    const { output } = await windows.onDisplay('xdotool', ['mousemove', ...at, 'getmouselocation', '--shell']);
    const id = /^WINDOW=(\d+)$/m.exec(output)?.[1] ?? '';
    return (await windows.onDisplay('xdotool', ['getwindowname', id])).output.trim();
  };
  await vi.waitFor(async () => expect(await under()).toBe(frame.text), { timeout: 60_000, interval: 50 });
  await windows.onDisplay('xdotool', ['click', '1']);
}

/** A picture of what is inside of the window's frame, which nobody draws here, in test-results/pictures. */
export async function takePicture(windows: Windows, { frame, controls }: Window, name: string): Promise<void> {
  const folder = path.join(projectRoot, 'test-results/pictures');
  mkdirSync(folder, { recursive: true });
  const left = Math.min(...controls.map((control) => control.left));
  const top = Math.min(...controls.map((control) => control.top));
  const border = left - frame.left;
  const size = `${frame.right - border - left}x${frame.bottom - border - top}`;
  await windows.onDisplay('import', [
    ...['-window', 'root', '-crop', `${size}+${left}+${top}`, '+repage'],
    path.join(folder, `${name}.png`),
  ]);
}
