import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINKBACK_ACTIONS, type LinkbackWords } from '../../../server/src/contracts/linkbacks';
import { LINKBACK_STATUSES, LINKBACK_TYPES } from '../../../server/src/core/types';
import { decide } from '../../../server/src/services/linkbacks/decision';
import { revisionOf } from '../../../server/src/services/linkbacks/revision';
import { toPublicLinkback, type LinkbackRow } from '../../../server/src/services/linkbacks/rows';
import { wordsKeyOf, wordsOfRow } from '../../../server/src/services/linkbacks/words-key';
import { rowOf, words } from './row';

const text = fc.option(fc.constantFrom('', 'one', 'another'));
const anyWords: fc.Arbitrary<LinkbackWords> = fc.record({
  title: text,
  excerpt: text,
  siteName: text,
  author: fc.record({ name: text, url: text, photo: text }),
  type: fc.constantFrom(...LINKBACK_TYPES),
});
const status = fc.constantFrom(...LINKBACK_STATUSES);

/** Linkbacks as they can be: only an approved one has an update that waits. */
const anyRow: fc.Arbitrary<LinkbackRow> = fc
  .record({ shown: anyWords, status, previousStatus: fc.option(status), proposed: fc.option(anyWords) })
  .map(({ shown, proposed, ...at }) =>
    rowOf(shown, { ...at, proposed: at.status === 'approved' ? proposed : null })
  );
const anyAction = fc.constantFrom(...LINKBACK_ACTIONS);
const anyUpdate = fc
  .tuple(anyWords, anyWords)
  .filter(([now, then]) => wordsKeyOf(now) !== wordsKeyOf(then))
  .map(([now, proposed]) => rowOf(now, { status: 'approved', proposed }));

type Decision = ReturnType<typeof decide>;
const decideBy = (action: (typeof LINKBACK_ACTIONS)[number], row: LinkbackRow, revision?: string): Decision =>
  decide(action, row, { actor: 'Jane', revision });
const after = (row: LinkbackRow, decision: Decision): LinkbackRow =>
  decision.ok ? { ...row, ...decision.patch } : row;
/** What visitors see of a linkback; null: nothing. */
const visible = (row: LinkbackRow): string | null =>
  row.status === 'approved' ? JSON.stringify(toPublicLinkback(row)) : null;
/** What somebody who looks at a linkback sees of its words: what it shows, and what is proposed. */
const displayed = (row: LinkbackRow): string[] =>
  [wordsOfRow(row), ...(row.proposed ? [row.proposed] : [])].map(wordsKeyOf);

describe('an action of a moderator', () => {
  it('replaces nothing that is public when it does not say what was reviewed', () => {
    fc.assert(
      fc.property(anyRow, anyAction, (row, action) => {
        const then = visible(after(row, decideBy(action, row)));
        fc.pre(visible(row) !== null);
        expect(then === null || then === visible(row)).toBe(true);
      })
    );
  });

  it('approves what waits without a revision too, in the words that it has', () => {
    fc.assert(
      fc.property(anyWords, (shown) => {
        const row = rowOf(shown, { status: 'pending' });
        const then = after(row, decideBy('approve', row));
        expect(then.status).toBe('approved');
        expect(wordsOfRow(then)).toEqual(wordsOfRow(row));
      })
    );
  });

  it('publishes only what stood there when it was reviewed', () => {
    fc.assert(
      fc.property(anyRow, anyAction, (row, action) => {
        const then = after(row, decideBy(action, row, revisionOf(row)));
        if (then.status === 'approved') expect(displayed(row)).toContain(wordsKeyOf(wordsOfRow(then)));
      })
    );
  });

  it('does nothing to a linkback that says, or is to say, anything else by now', () => {
    const change = fc.record(
      { shown: anyWords, proposed: fc.option(anyWords), target: fc.constantFrom('https://example.com/x') },
      { requiredKeys: [] }
    );
    fc.assert(
      fc.property(anyRow, change, anyAction, (seen, { shown, ...others }, action) => {
        const now = rowOf(shown ?? wordsOfRow(seen), {
          status: seen.status,
          proposed: seen.proposed,
          ...others,
        });
        fc.pre(
          JSON.stringify([visible({ ...now, status: 'approved' }), now.proposed]) !==
            JSON.stringify([visible({ ...seen, status: 'approved' }), seen.proposed])
        );
        expect(decideBy(action, now, revisionOf(seen))).toMatchObject({ ok: false, outcome: 'stale' });
      })
    );
  });

  it.each(['approve', 'trust-host'] as const)('%s publishes an update that was reviewed', (action) => {
    fc.assert(
      fc.property(anyUpdate, (row) => {
        expect(decideBy(action, row)).toMatchObject({ ok: false, outcome: 'unseen' });
        const then = after(row, decideBy(action, row, revisionOf(row)));
        expect(wordsKeyOf(wordsOfRow(then))).toBe(row.proposed && wordsKeyOf(row.proposed));
        expect(then).toMatchObject({ status: 'approved', proposed: null });
      })
    );
  });

  it('takes the publication of an update back, and says of what', () => {
    fc.assert(
      fc.property(anyUpdate, (row) => {
        const published = after(row, decideBy('approve', row, revisionOf(row)));
        expect(decideBy('reopen-update', published)).toMatchObject({ ok: false, outcome: 'unseen' });
        const back = after(published, decideBy('reopen-update', published, revisionOf(published)));
        expect(visible(back)).toBe(visible(row));
        expect(back.proposed).toEqual(row.proposed);
      })
    );
  });
});

describe('a revision', () => {
  it('is the same in whichever order a database gives a proposal back', () => {
    const proposed = words({ title: 'New' });
    const turned = Object.fromEntries(Object.entries(proposed).reverse()) as unknown as LinkbackWords;
    const row = rowOf(words(), { status: 'approved', proposed });
    expect(revisionOf({ ...row, proposed: turned })).toBe(revisionOf(row));
  });

  it('is another one for whatever else a proposal has', () => {
    const row = rowOf(words(), { status: 'approved', proposed: words({ title: 'New' }) });
    const more = { ...words({ title: 'New' }), address: 'https://elsewhere.example/' };
    expect(revisionOf({ ...row, proposed: more })).not.toBe(revisionOf(row));
  });
});
