import { describe, expect, it } from 'vitest';
import { TABS, actionsOf } from '../../../admin/src/features/inbox/tabs';
import { doneOf, undoOf } from '../../../admin/src/features/inbox/undo';
import type { Acted } from '../../../admin/src/features/inbox/undo';
import type { LinkbackStatus } from '../../../server/src/contracts/words';
import { moveOf } from '../../../server/src/services/linkbacks/moves';

const acted = (
  status: LinkbackStatus,
  id = 'a',
  result: Partial<Acted['result']> = {},
  proposed: object | null = null
): Acted => ({
  subject: { id, status, proposed: proposed as never, revision: `before ${id}` },
  result: { id, ok: true, outcome: 'changed', revision: `after ${id}`, ...result },
});

describe('undo', () => {
  const cases = TABS.flatMap((tab) =>
    [...actionsOf(tab).main, ...actionsOf(tab).more].map((action) => ({
      tab,
      action,
      undo: undoOf(action, tab),
    }))
  ).filter(({ undo }) => undo !== null);

  it.each(cases)('of $action in $tab ($undo) leads back there by the rules of the server', (o) => {
    const before = {
      status: o.tab,
      previousStatus: o.tab === 'spam' || o.tab === 'trash' || o.tab === 'gone' ? 'approved' : null,
    };
    const moved = moveOf(o.action, before as Parameters<typeof moveOf>[1], 'Ada');
    if (moved.kind === 'unchanged') return;
    expect(moved.kind).toBe('move');
    const back = moveOf(o.undo ?? 'approve', moved as Parameters<typeof moveOf>[1], 'Ada');
    expect(back).toMatchObject({ kind: 'move', status: o.tab });
  });

  it('is offered for all that merely moves', () => {
    const undoable = new Set(cases.map(({ action }) => action));
    expect([...undoable].sort()).toEqual([
      'approve',
      'block-host',
      'restore',
      'spam',
      'trash',
      'trust-host',
      'unapprove',
    ]);
  });

  it('is not offered for what cannot be taken back', () => {
    expect(undoOf('delete', 'trash')).toBeNull();
    expect(undoOf('verify', 'approved')).toBeNull();
    expect(doneOf('spam', [acted('approved', 'a', {}, {})]).undo).toBeNull();
    expect(doneOf('trust-host', [acted('approved', 'a', {}, {})]).undo).toBeNull();
  });

  it('takes back many at once when they come from one place, as they were left', () => {
    expect(doneOf('spam', [acted('pending', 'a'), acted('approved', 'b')])).toEqual({
      action: 'spam',
      update: false,
      count: 2,
      undo: [{ action: 'restore', ids: ['a', 'b'], revisions: { a: 'after a', b: 'after b' } }],
      listed: false,
    });
    expect(doneOf('spam', [acted('pending', 'a'), acted('trash', 'b')]).undo).toBeNull();
  });

  it('brings back an update that was decided, in whichever way', () => {
    for (const action of ['approve', 'refuse-update'] as const) {
      const { undo } = doneOf(action, [acted('approved', 'a', {}, {})]);
      expect(undo).toEqual([{ action: 'reopen-update', ids: ['a'], revisions: { a: 'after a' } }]);
    }
    expect(doneOf('approve', [acted('approved', 'a', {}, {})]).update).toBe(true);
    expect(doneOf('approve', [acted('pending', 'a')]).update).toBe(false);
    expect(doneOf('approve', [acted('approved', 'a', {}, {}), acted('pending', 'b')]).undo).toBeNull();
  });

  it('leaves alone what was so already', () => {
    const done = doneOf('approve', [acted('pending', 'a'), acted('pending', 'b', { outcome: 'unchanged' })]);
    expect(done).toMatchObject({ count: 2, undo: [{ action: 'unapprove', ids: ['a'] }] });
    expect(doneOf('approve', [acted('pending', 'a', { outcome: 'unchanged' })]).undo).toBeNull();
  });

  it('takes a site off the list that the action put it on, and only then', () => {
    expect(doneOf('trust-host', [acted('pending', 'a', { hosts: 'added' })]).undo).toEqual([
      { action: 'unapprove', ids: ['a'], revisions: { a: 'after a' } },
      { action: 'untrust-host', ids: ['a'] },
    ]);
    expect(doneOf('block-host', [acted('spam', 'a', { hosts: 'added' })]).undo).toEqual([
      { action: 'unblock-host', ids: ['a'] },
    ]);
    expect(doneOf('trust-host', [acted('pending', 'a', { hosts: 'unchanged' })]).undo).toEqual([
      { action: 'unapprove', ids: ['a'], revisions: { a: 'after a' } },
    ]);
  });

  it('is not offered where the site was on the other list before, which is said', () => {
    const switched = doneOf('trust-host', [acted('pending', 'a', { hosts: 'switched' })]);
    expect(switched).toMatchObject({ undo: null, listed: true });
  });
});
