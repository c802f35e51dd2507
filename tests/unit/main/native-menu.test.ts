import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../client/core/texts/catalogues.ts';
import { applicationMenu, nativeMenuTemplate } from '../../../main/native-menu.ts';

afterEach(() => setLanguage('en'));

const chosen: string[] = [];
const template = nativeMenuTemplate(
  { checked: new Set(['view.redact']), disabled: new Set(['go.back']), marked: new Set() },
  (...given) => chosen.push(given.join(' ')),
);
const items = template.flatMap((menu) => (Array.isArray(menu.submenu) ? menu.submenu : []));
const item = (label: string) => items.find((candidate) => candidate.label === label);

describe('the native menu bar', () => {
  it('has the menus of the catalogue, in its order', () => {
    expect(template.map(({ label }) => label)).toEqual(['File', 'Edit', 'View', 'Go', 'Object', 'Window', 'Help']);
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

  it('speaks the language of the app, in the menu of the app as well', () => {
    setLanguage('it');
    const labels = nativeMenuTemplate({ checked: new Set(), disabled: new Set(), marked: new Set() }, () => {}).map(
      ({ label }) => label,
    );
    expect(labels).toEqual(['File', 'Modifica', 'Visualizza', 'Vai', 'Oggetto', 'Finestra', 'Aiuto']);
    const { submenu } = applicationMenu();
    const own = Array.isArray(submenu) ? submenu.filter(({ role }) => role).map(({ label }) => label) : [];
    expect(own).toEqual([
      'Informazioni su Candor Finder',
      'Servizi',
      'Nascondi Candor Finder',
      'Nascondi altre',
      'Mostra tutte',
      'Esci da Candor Finder',
    ]);
  });
});
