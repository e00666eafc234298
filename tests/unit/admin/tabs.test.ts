import { describe, expect, it } from 'vitest';
import { actionsFor, actionsOf, asksFirst, isTab, TABS } from '../../../admin/src/features/inbox/tabs';

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

describe('a linkback that its source took back', () => {
  it('can be looked at again and deleted, not approved', () => {
    const { main, more } = actionsFor({ status: 'gone', proposed: null });
    expect(main).toEqual(['verify', 'delete']);
    expect(more).not.toContain('approve');
  });
});
