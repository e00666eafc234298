import { describe, expect, it } from 'vitest';
import { LINKBACK_ACTIONS, type LinkbackAction } from '../../../server/src/contracts/linkbacks';
import { LINKBACK_STATUSES, type LinkbackStatus } from '../../../server/src/core/types';
import { nextVerification } from '../../../server/src/services/inbound/failures';
import { moveOf } from '../../../server/src/services/linkbacks/moves';

const outcome = (
  action: LinkbackAction,
  status: LinkbackStatus,
  previousStatus: LinkbackStatus | null = null
) => {
  const move = moveOf(action, { status, previousStatus }, 'Jane');
  return move.kind === 'move' ? move.status : move.kind;
};

describe('the rules of moderation', () => {
  it('say for every action and status where a linkback goes', () => {
    const table = LINKBACK_ACTIONS.map((action) => [
      action,
      ...LINKBACK_STATUSES.map((status) => outcome(action, status)),
    ]);

    expect([['', ...LINKBACK_STATUSES], ...table]).toEqual([
      ['', 'pending', 'approved', 'spam', 'trash', 'gone'],
      ['approve', 'approved', 'unchanged', 'approved', 'approved', 'refused'],
      ['unapprove', 'unchanged', 'pending', 'refused', 'refused', 'refused'],
      ['spam', 'spam', 'spam', 'unchanged', 'spam', 'spam'],
      ['trash', 'trash', 'trash', 'trash', 'unchanged', 'trash'],
      ['restore', 'refused', 'refused', 'pending', 'pending', 'refused'],
      ['delete', 'delete', 'delete', 'delete', 'delete', 'delete'],
      ['trust-host', 'approved', 'unchanged', 'approved', 'approved', 'refused'],
      ['block-host', 'spam', 'spam', 'unchanged', 'spam', 'spam'],
      ['untrust-host', 'unlist', 'unlist', 'unlist', 'unlist', 'unlist'],
      ['unblock-host', 'unlist', 'unlist', 'unlist', 'unlist', 'unlist'],
      ['refuse-update', 'refused', 'refused', 'refused', 'refused', 'refused'],
      ['reopen-update', 'reopen', 'reopen', 'reopen', 'reopen', 'reopen'],
      ['verify', 'verify', 'verify', 'verify', 'verify', 'verify'],
    ]);
  });

  it('bring what is restored back where it was', () => {
    for (const status of LINKBACK_STATUSES) expect(outcome('restore', 'trash', status)).toBe(status);
  });

  it.each<[LinkbackStatus, LinkbackAction[], LinkbackStatus]>([
    ['approved', ['trash', 'spam', 'restore'], 'approved'],
    ['approved', ['spam', 'trash', 'spam', 'restore'], 'approved'],
    ['gone', ['spam', 'trash', 'restore'], 'gone'],
    ['spam', ['trash', 'restore'], 'spam'],
    ['spam', ['trash', 'spam', 'restore'], 'pending'],
  ])('bring what was %s and then saw %j back to %s', (first, actions, last) => {
    let at: { status: LinkbackStatus; previousStatus: LinkbackStatus | null } = {
      status: first,
      previousStatus: null,
    };
    for (const action of actions) {
      const move = moveOf(action, at, 'Jane');
      if (move.kind === 'move') at = move;
    }

    expect(at.status).toBe(last);
  });

  it('give a reason that names the moderator, and remember where it was', () => {
    expect(moveOf('trash', { status: 'approved', previousStatus: null }, 'Jane')).toEqual({
      kind: 'move',
      status: 'trash',
      previousStatus: 'approved',
      why: { code: 'moved.trash', values: { by: 'Jane' } },
    });
  });
});

describe('a verification that failed for now', () => {
  it('is tried again a few times, ever later, and then no more', () => {
    const ages: number[] = [];
    let age = 0;
    for (let delay = nextVerification(age); delay !== null; delay = nextVerification(age)) {
      age += delay;
      ages.push(age);
    }

    expect(ages).toEqual([60, 240, 960, 3_840]);
  });
});
