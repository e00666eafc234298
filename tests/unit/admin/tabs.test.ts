import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { labelOf } from '../../../admin/src/features/inbox/actions';
import {
  actionsFor,
  actionsOf,
  actionsOnMany,
  asksFirst,
  isTab,
  isUpdate,
  subjectsOf,
  TABS,
} from '../../../admin/src/features/inbox/tabs';
import type { OfferedAction } from '../../../admin/src/features/inbox/tabs';
import { revisionOf } from '../../../server/src/services/linkbacks/revision';
import { decide } from '../../../server/src/services/linkbacks/decision';
import { rowOf, words } from '../linkbacks/row';

const proposed = {
  title: null,
  excerpt: null,
  siteName: null,
  author: { name: null, url: null, photo: null },
};

describe('the tabs of the inbox', () => {
  it('are the states of linkbacks, with what their sources took back at the end', () => {
    expect(TABS).toEqual(['pending', 'approved', 'spam', 'trash', 'gone']);
    expect(isTab('all')).toBe(false);
    expect(isTab(undefined)).toBe(false);
  });

  it('offer what makes sense there, and nothing that changes nothing', () => {
    expect(actionsOf('pending').main).toEqual(['approve', 'spam', 'trash']);
    expect(actionsOf('approved').main).toEqual(['unapprove', 'spam', 'trash']);
    expect(actionsOf('spam').main).toEqual(['restore', 'delete']);
    expect(actionsOf('trash').main).toEqual(['restore', 'delete']);
    expect(actionsOf('spam').more).not.toContain('spam');
    expect(actionsOf('trash').more).not.toContain('trash');
  });

  it('ask only before what has no undo, and offer that only for what is not shown', () => {
    const asking = TABS.filter((tab) => [...actionsOf(tab).main, ...actionsOf(tab).more].some(asksFirst));
    expect(asking).toEqual(['spam', 'trash', 'gone']);
    expect(asksFirst('trash')).toBe(false);
  });
});

describe('an approved linkback with an update that waits', () => {
  it('can be approved anew, and taken away', () => {
    const linkback = { status: 'approved' as const, proposed: { ...proposed, type: 'mention' as const } };
    expect(actionsFor(linkback).main).toEqual(['approve', 'refuse-update', 'spam', 'trash']);
    expect(actionsFor({ ...linkback, proposed: null })).toEqual(actionsOf('approved'));
  });
});

describe('many linkbacks at once', () => {
  const update = words({ title: 'New' });
  const anySelection = fc.array(
    fc.record({ status: fc.constantFrom(...TABS), proposed: fc.constantFrom(null, update) }).map((over) =>
      // Only of an approved one an update waits.
      rowOf(words(), over.status === 'approved' ? over : { ...over, proposed: null })
    ),
    { maxLength: 5 }
  );
  const offered = (tab: (typeof TABS)[number], selected: ReturnType<typeof rowOf>[]): OfferedAction[] => {
    const { main, more } = actionsOnMany(tab, selected);
    return [...main, ...more];
  };

  it('publish no update, whatever is offered and chosen', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TABS), anySelection, (tab, selected) => {
        for (const action of offered(tab, selected)) {
          for (const row of subjectsOf(action, selected)) {
            const decided = decide(action, row, { actor: 'Jane', revision: revisionOf(row) });
            const title = decided.ok ? (decided.patch?.title ?? row.title) : row.title;
            expect(title).toBe('A post');
          }
        }
      })
    );
  });

  it('are offered what can be done to one of them at least', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TABS), anySelection, (tab, selected) => {
        for (const action of offered(tab, selected)) expect(subjectsOf(action, selected)).not.toEqual([]);
      })
    );
    const updates = [rowOf(words(), { status: 'approved', proposed: update })];
    expect(offered('pending', updates)).toEqual(['spam', 'trash', 'verify', 'block-host']);
    expect(offered('pending', [...updates, rowOf(words())])).toEqual(
      [actionsOf('pending')].flatMap(({ main, more }) => [...main, ...more])
    );
  });

  it('leave nothing else than updates out', () => {
    fc.assert(
      fc.property(anySelection, (selected) => {
        const left = selected.filter((row) => !subjectsOf('approve', selected).includes(row));
        expect(left).toEqual(selected.filter(isUpdate));
        expect(subjectsOf('spam', selected)).toEqual(selected);
      })
    );
  });
});

describe('an action that publishes an update', () => {
  it.each(['approve', 'trust-host'] as const)('says so (%s)', (action) => {
    const update = { status: 'approved' as const, proposed: words() };
    expect(labelOf(update, action)).toMatch(/^inbox\.action\.publish-update/);
    expect(labelOf({ ...update, proposed: null }, action)).toBe(`inbox.action.${action}`);
    expect(labelOf({ status: 'pending' }, action)).toBe(`inbox.action.${action}`);
  });
});

describe('a linkback that its source took back', () => {
  it('can be looked at again and deleted, not approved', () => {
    const { main, more } = actionsFor({ status: 'gone', proposed: null });
    expect(main).toEqual(['verify', 'delete']);
    expect(more).not.toContain('approve');
  });
});
