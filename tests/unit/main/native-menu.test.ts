import { describe, expect, it } from 'vitest';
import { nativeMenuTemplate } from '../../../main/native-menu.ts';

const chosen: string[] = [];
const template = nativeMenuTemplate({ checked: new Set(['view.redact']), disabled: new Set(['go.back']) }, (...given) =>
  chosen.push(given.join(' ')),
);
const items = template.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []));
const item = (label: string) => items.find((candidate) => candidate.label === label);

describe('the native menu bar', () => {
  it('has the menus of the catalogue, in its order', () => {
    expect(template.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Go', 'Window', 'Help']);
  });

  it('shows ticks, what cannot be used now, and shortcuts', () => {
    expect(item('Redact Names and Addresses')).toMatchObject({ type: 'checkbox', checked: true, enabled: true });
    expect(item('Back')).toMatchObject({ enabled: false, accelerator: 'CommandOrControl+[' });
  });

  it('leaves editing in text fields to the system', () => {
    expect(item('Paste')).toEqual({ role: 'paste', label: 'Paste' });
  });

  it('tells a shortcut from a choice with the pointer', () => {
    const click = item('Processes')?.click as (...given: unknown[]) => void;
    click(undefined, undefined, { triggeredByAccelerator: true });
    click(undefined, undefined, { triggeredByAccelerator: false });
    expect(chosen).toEqual(['go.processes shortcut', 'go.processes menu']);
  });
});
