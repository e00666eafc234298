import { describe, expect, it } from 'vitest';
import { TABS, actionsOf } from '../../../admin/src/features/inbox/tabs';
import { doneOf, undoOf } from '../../../admin/src/features/inbox/undo';
import { LINKBACK_ACTIONS } from '../../../server/src/contracts/linkbacks';
import type { LinkbackStatus } from '../../../server/src/contracts/words';
import { moveOf } from '../../../server/src/services/linkbacks/moves';

const linkback = (status: LinkbackStatus, id = 'a') => ({ id, status, proposed: null });

describe('undo', () => {
  const cases = TABS.flatMap((tab) =>
    LINKBACK_ACTIONS.filter((action) =>
      [...actionsOf(tab).main, ...actionsOf(tab).more].includes(action)
    ).map((action) => ({ tab, action, undo: undoOf(action, tab) }))
  ).filter(({ undo }) => undo !== null);

  it.each(cases)('of $action in $tab ($undo) leads back there by the rules of the server', (o) => {
    const before = {
      status: o.tab,
      previousStatus: o.tab === 'spam' || o.tab === 'trash' ? 'approved' : null,
    };
    const moved = moveOf(o.action, before as Parameters<typeof moveOf>[1], 'Ada');
    expect(moved.kind).toBe('move');
    const back = moveOf(o.undo ?? 'approve', moved as Parameters<typeof moveOf>[1], 'Ada');
    expect(back).toMatchObject({ kind: 'move', ...before });
  });

  it('is offered for all that merely moves', () => {
    const undoable = new Set(cases.map(({ action }) => action));
    expect([...undoable].sort()).toEqual(['approve', 'restore', 'spam', 'trash', 'unapprove']);
  });

  it('is not offered for what cannot be taken back', () => {
    expect(undoOf('delete', 'trash')).toBeNull();
    expect(undoOf('verify', 'approved')).toBeNull();
    expect(undoOf('block-host', 'pending')).toBeNull();
    expect(doneOf('approve', [{ ...linkback('approved'), proposed: {} as never }]).undo).toBeNull();
  });

  it('takes back many at once when they come from one place', () => {
    expect(doneOf('spam', [linkback('pending', 'a'), linkback('approved', 'b')])).toEqual({
      action: 'spam',
      ids: ['a', 'b'],
      undo: 'restore',
    });
    expect(doneOf('spam', [linkback('pending', 'a'), linkback('trash', 'b')]).undo).toBeNull();
  });
});
