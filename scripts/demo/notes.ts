import { defineProduct, noWords, type Said } from 'candor-client/core';

const said = (en: string, it: string): Said => ({ en, it });

/** The second product of the demo; there is no such app. */
export const notes = defineProduct({
  id: 'candor-notes',
  name: 'Candor Notes',
  version: '2.4.0',
  collector: 'https://collector.candor.example',
  domain: 'io.candor.notes',
  registryKey: ['Candor', 'Notes'],
  words: {
    ...noWords,
    commands: {
      'note.new': said('New Note', 'Nuova nota'),
      'note.open': said('Open Note', 'Apri nota'),
      'note.save': said('Save', 'Salva'),
      'note.find': said('Find', 'Trova'),
      'note.tag': said('Add a Tag', 'Aggiungi un’etichetta'),
      'note.archive': said('Archive', 'Archivia'),
      'note.share': said('Share…', 'Condividi…'),
      'note.export': said('Export…', 'Esporta…'),
      'note.print': said('Print…', 'Stampa…'),
      'view.outline': said('Show Outline', 'Mostra struttura'),
      'view.focus': said('Focus', 'Concentrazione'),
      'edit.spelling': said('Check Spelling', 'Controlla ortografia'),
    },
    operations: {
      'note.load': {
        title: said('Open a note', 'Aprire una nota'),
        purpose: said('How long a note takes to open.', 'Quanto ci mette una nota ad aprirsi.'),
      },
      'note.sync': {
        title: said('Synchronise', 'Sincronizzare'),
        purpose: said('How long synchronising takes.', 'Quanto dura la sincronizzazione.'),
      },
    },
    files: ['main/index', 'renderer/index', 'renderer/editor'],
  },
});
