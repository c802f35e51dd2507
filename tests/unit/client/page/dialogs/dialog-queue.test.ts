import { describe, expect, it } from 'vitest';
import {
  type DialogEvent,
  type DialogQueue,
  emptyQueue,
  isAnyOpen,
  nextQueue,
} from '../../../../../client/page/dialogs/dialog-queue.ts';

const asked: DialogEvent = { type: 'asked' };
const decided: DialogEvent = { type: 'decided' };
const close: DialogEvent = { type: 'close' };
const otherOpened: DialogEvent = { type: 'other-opened' };
const otherClosed: DialogEvent = { type: 'other-closed' };
const open = (dialog: Extract<DialogEvent, { type: 'open' }>['dialog']): DialogEvent => ({ type: 'open', dialog });

const given = (...events: DialogEvent[]): DialogQueue => events.reduce(nextQueue, emptyQueue);

describe('the consent popup', () => {
  it('shows at once when nothing else is open', () => {
    expect(given(asked).stack).toEqual(['consent']);
  });

  it('waits while another dialog is open, and shows when it closes', () => {
    expect(given(open('about'), asked).stack).toEqual(['about']);
    expect(given(open('about'), asked, close).stack).toEqual(['consent']);
  });

  it('waits while another room has a modal open, such as the command palette', () => {
    expect(given(otherOpened, asked).stack).toEqual([]);
    expect(given(otherOpened, otherOpened, asked, otherClosed).stack).toEqual([]);
    expect(given(otherOpened, asked, otherClosed).stack).toEqual(['consent']);
  });

  it('is not needed once the Help dialog was opened', () => {
    expect(given(open('program'), asked, close).stack).toEqual([]);
    expect(given(open('about'), asked, open('program'), close).stack).toEqual([]);
    expect(given(otherOpened, open('program'), asked, otherClosed, close).stack).toEqual([]);
  });

  it('does not come back after it was closed without an answer', () => {
    expect(given(asked, close)).toEqual(emptyQueue);
  });

  it('does not show twice when it is asked for twice', () => {
    expect(given(asked, asked, close).stack).toEqual([]);
  });

  it('goes, or never comes, when another window decided', () => {
    expect(given(asked, decided).stack).toEqual([]);
    expect(given(otherOpened, asked, decided, otherClosed).stack).toEqual([]);
    expect(given(asked, open('what-is-shared'), decided).stack).toEqual(['what-is-shared']);
  });

  it('stays while its own answer is being stored, so that a failure can be told', () => {
    expect(given(asked, { type: 'answering' }, decided).stack).toEqual(['consent']);
    expect(given(asked, { type: 'answering' }, decided, close).stack).toEqual([]);
    expect(given(asked, { type: 'answering' }, { type: 'answer-failed' }, decided).stack).toEqual([]);
  });

  it('lies below What Is Shared and comes back when that closes', () => {
    expect(given(asked, open('what-is-shared')).stack).toEqual(['consent', 'what-is-shared']);
    expect(given(asked, open('what-is-shared'), close).stack).toEqual(['consent']);
  });

  it('makes way for the Help dialog, which puts the same question', () => {
    expect(given(asked, open('program')).stack).toEqual(['program']);
    expect(given(asked, open('what-is-shared'), open('program')).stack).toEqual(['program']);
  });
});

describe('the dialogs of Help', () => {
  it('are one at a time: the next replaces the one before', () => {
    expect(given(open('about'), open('shortcuts')).stack).toEqual(['shortcuts']);
    expect(given(open('about'), open('shortcuts'), close).stack).toEqual([]);
  });

  it('opens once however often it is called for', () => {
    expect(given(open('program'), open('program')).stack).toEqual(['program']);
    expect(given(open('program'), open('what-is-shared'), open('what-is-shared')).stack).toEqual([
      'program',
      'what-is-shared',
    ]);
  });

  it('waits for the command palette that called it to close', () => {
    expect(given(otherOpened, open('about')).stack).toEqual([]);
    expect(given(otherOpened, open('about'), otherClosed).stack).toEqual(['about']);
  });

  it('counts as open, as does the modal of another room', () => {
    expect(isAnyOpen(emptyQueue)).toBe(false);
    expect(isAnyOpen(given(open('about')))).toBe(true);
    expect(isAnyOpen(given(otherOpened))).toBe(true);
    expect(isAnyOpen(given(otherOpened, otherClosed, otherClosed))).toBe(false);
    expect(isAnyOpen(given(otherClosed, otherOpened))).toBe(true);
  });
});
