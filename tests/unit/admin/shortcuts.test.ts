import { describe, expect, it } from 'vitest';
import { neighboursOf } from '../../../admin/src/features/inbox/neighbours';
import { helpFor, shortcutOf } from '../../../admin/src/features/inbox/shortcuts';
import { actionsOf } from '../../../admin/src/features/inbox/tabs';
import type { Tab } from '../../../admin/src/features/inbox/tabs';

type Place = Parameters<typeof shortcutOf>[1]['place'];
interface Pressed {
  tab?: Tab;
  place?: Place;
  single?: boolean;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  repeat?: boolean;
}
const press = (key: string, { tab = 'pending', place = 'page', single = false, ...held }: Pressed = {}) =>
  shortcutOf(
    { key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...held },
    { offers: actionsOf(tab), place, single }
  );

describe('a key in the inbox', () => {
  it.each([
    ['j', { kind: 'next' }],
    ['ArrowDown', { kind: 'next' }],
    ['k', { kind: 'previous' }],
    ['ArrowUp', { kind: 'previous' }],
    ['x', { kind: 'select' }],
    ['a', { kind: 'act', action: 'approve' }],
    ['A', { kind: 'act', action: 'approve' }],
    ['s', { kind: 'act', action: 'spam' }],
    ['d', { kind: 'act', action: 'trash' }],
    ['#', { kind: 'act', action: 'trash' }],
    ['v', { kind: 'act', action: 'verify' }],
    ['z', { kind: 'undo' }],
    ['?', { kind: 'help' }],
  ])('%s', (key, shortcut) => expect(press(key)).toEqual(shortcut));

  it('means what the tab offers', () => {
    expect(press('u')).toBeNull();
    expect(press('u', { tab: 'approved' })).toEqual({ kind: 'act', action: 'unapprove' });
    expect(press('a', { tab: 'approved' })).toBeNull();
    expect(press('a', { tab: 'spam' })).toEqual({ kind: 'act', action: 'restore' });
    expect(press('d', { tab: 'trash' })).toEqual({ kind: 'act', action: 'delete' });
  });

  it('means nothing while somebody types, or has a menu or a dialog open', () => {
    for (const key of ['j', 'a', '?', 'Enter', 'ArrowDown'])
      expect(press(key, { place: 'elsewhere' })).toBeNull();
  });

  it('means nothing to us together with Ctrl, Alt or the system’s key', () => {
    expect(press('a', { ctrlKey: true })).toBeNull();
    expect(press('s', { metaKey: true })).toBeNull();
    expect(press('d', { altKey: true })).toBeNull();
  });

  it('held down moves on, and does nothing more', () => {
    expect(press('j', { repeat: true })).toEqual({ kind: 'next' });
    expect(press('ArrowUp', { repeat: true })).toEqual({ kind: 'previous' });
    for (const key of ['a', 's', 'd', 'v', 'x', 'z', '?']) expect(press(key, { repeat: true })).toBeNull();
  });

  it('leaves Enter and the arrows to the links, buttons and cells of the table', () => {
    expect(press('Enter', { place: 'row' })).toEqual({ kind: 'open' });
    expect(press('Enter', { place: 'cell' })).toBeNull();
    expect(press('Enter')).toBeNull();
    expect(press('ArrowDown', { place: 'cell' })).toBeNull();
    expect(press('j', { place: 'cell' })).toEqual({ kind: 'next' });
  });

  it('that is none of ours is left alone', () => {
    for (const key of ['q', 'Tab', 'Escape', 'constructor', 'toString']) expect(press(key)).toBeNull();
  });

  it('is in the help', () => {
    const keys = helpFor(false).flatMap((line): readonly string[] => line.keys);
    for (const key of ['j', 'k', 'x', 'a', 'u', 's', 'd', '#', 'v', 'z', '?', 'Enter'])
      expect(keys).toContain(key);
  });
});

describe('a key beside one linkback', () => {
  it('decides, takes back, and goes on to the others of the list', () => {
    expect(press('a', { single: true })).toEqual({ kind: 'act', action: 'approve' });
    expect(press('d', { single: true, tab: 'trash' })).toEqual({ kind: 'act', action: 'delete' });
    expect(press('j', { single: true })).toEqual({ kind: 'next' });
    expect(press('k', { single: true })).toEqual({ kind: 'previous' });
    expect(press('z', { single: true })).toEqual({ kind: 'undo' });
  });

  it('leaves the arrows to the page, and has nothing to select or to open', () => {
    for (const key of ['ArrowDown', 'ArrowUp', 'x', 'Enter'])
      expect(press(key, { single: true, place: key === 'Enter' ? 'row' : 'page' })).toBeNull();
  });

  it('is in the help', () => {
    const keys = helpFor(true).flatMap((line): readonly string[] => line.keys);
    expect(keys).toEqual(['j', 'k', 'a', 'u', 's', 'd', '#', 'v', 'z', '?']);
  });
});

describe('the linkbacks beside one', () => {
  const state = { linkbacks: ['a', 'b', 'c'] };
  it.each([
    [state, 'b', { previous: 'a', next: 'c' }],
    [state, 'a', { previous: null, next: 'b' }],
    [state, 'c', { previous: 'b', next: null }],
    [state, 'd', { previous: null, next: null }],
    [null, 'a', { previous: null, next: null }],
    [{ linkbacks: 'abc' }, 'a', { previous: null, next: null }],
  ])('of %j at %s are %j', (kept, id, expected) => expect(neighboursOf(kept, id)).toEqual(expected));
});
