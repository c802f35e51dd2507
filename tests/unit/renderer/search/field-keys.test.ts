import { describe, expect, it } from 'vitest';
import { type FieldState, fieldAction, stepped } from '../../../../renderer/search/field-keys.ts';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
const closed: FieldState = { text: 'node', open: false, lines: 0, chosen: false };
const listed: FieldState = { text: 'node', open: true, lines: 3, chosen: false };
const chosen: FieldState = { ...listed, chosen: true };
const press = (key: string, state: FieldState, more: Partial<typeof bare> = {}) =>
  fieldAction({ ...bare, ...more, key }, state);

describe('a key in the search field', () => {
  it('leads into the list, through it, and otherwise to the rows', () => {
    expect(press('ArrowDown', listed)).toBe('next');
    expect(press('ArrowUp', listed)).toBe('previous');
    expect(press('ArrowDown', closed)).toBe('to-rows');
    expect(press('ArrowUp', closed)).toBeNull();
  });

  it('opens what was searched for before in an empty field, if there is anything', () => {
    expect(press('ArrowDown', { ...closed, text: '', lines: 2 })).toBe('next');
    expect(press('ArrowDown', { ...closed, text: '' })).toBe('to-rows');
  });

  it('stays with the text while no line is chosen', () => {
    expect(press('Enter', listed)).toBe('enter');
    for (const key of ['Tab', 'Home', 'End']) expect(press(key, listed)).toBeNull();
  });

  it('is of the chosen line', () => {
    expect(press('Enter', chosen)).toBe('choose');
    expect(press('Tab', chosen)).toBe('choose');
    expect(press('Home', chosen)).toBe('first');
    expect(press('End', chosen)).toBe('last');
    // The list may have been closed meanwhile.
    expect(press('Enter', { ...chosen, open: false })).toBe('enter');
  });

  it('closes the list, then clears the text, then is nothing', () => {
    expect(press('Escape', listed)).toBe('close');
    expect(press('Escape', closed)).toBe('clear');
    expect(press('Escape', { ...closed, text: '' })).toBeNull();
  });

  it('belongs to the input method that composes a character, and to marking and shortcuts', () => {
    for (const key of ['Enter', 'ArrowDown', 'Escape', 'Backspace', 'Tab']) {
      expect(press(key, chosen, { isComposing: true })).toBeNull();
    }
    expect(press('ArrowDown', listed, { shiftKey: true })).toBeNull();
    expect(press('Backspace', listed, { ctrlKey: true })).toBeNull();
    expect(press('Home', chosen, { shiftKey: true })).toBeNull();
    expect(press('a', listed)).toBeNull();
  });
});

it('steps through the lines and back into the field', () => {
  const ids = ['a', 'b'];
  expect(stepped(ids, null, 1)).toBe('a');
  expect(stepped(ids, 'a', 1)).toBe('b');
  expect(stepped(ids, 'b', 1)).toBeNull();
  expect(stepped(ids, 'a', -1)).toBeNull();
  expect(stepped(ids, null, -1)).toBe('b');
  expect(stepped([], null, 1)).toBeNull();
  expect(stepped(ids, 'gone', 1)).toBe('a');
});
