import { useRef } from 'react';
import { wallClock } from '../../ui/state/clock.ts';

/** A pause after which a new word begins, in milliseconds. */
const PAUSE_MS = 800;

/** Collects the letters of a word that is typed to find a row. */
export function useTyping() {
  const typed = useRef({ word: '', at: Number.NEGATIVE_INFINITY });
  const active = () => wallClock() - typed.current.at < PAUSE_MS;
  return {
    active,
    add(letter: string): string {
      typed.current = { word: (active() ? typed.current.word : '') + letter, at: wallClock() };
      return typed.current.word;
    },
  };
}
