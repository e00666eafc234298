import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { said } from '../../../server/src/core/reasons';
import { LINKBACK_STATUSES } from '../../../server/src/core/types';
import { updated, type Shown } from '../../../server/src/services/inbound/update';
import { publishes } from '../../../server/src/services/linkbacks/publishes';
import { wordsKeyOf } from '../../../server/src/services/linkbacks/words-key';
import { rowOf, words } from '../linkbacks/row';

const OLD = words({ title: 'Old' });
const NEW = words({ title: 'New' });
const MOMENT = { occasion: { protocol: null, by: null }, now: Date.UTC(2026, 0, 9), random: 0.5 };
const HELD = { status: 'pending', why: { code: 'verdict.hold-all' } } as const;
const SPAM = { status: 'spam', why: { code: 'verdict.akismet-spam' } } as const;
const APPROVED = { status: 'approved', why: { code: 'verdict.approve-all' } } as const;
const shown = (verdict: Shown['verdict'], shownWords = NEW): Shown => ({
  words: shownWords,
  excerptMark: null,
  verdict,
  barred: null,
  leads: null,
  contentKey: 'content',
});
const held = fc.constantFrom(HELD, SPAM);

describe('other words of a source that moderation holds', () => {
  it('are published by no look at the source, wherever its linkback is', () => {
    const status = fc.constantFrom(...LINKBACK_STATUSES);
    fc.assert(
      fc.property(status, fc.option(status), held, (at, previousStatus, verdict) => {
        const row = rowOf(OLD, { status: at, previousStatus, ...said({ code: 'verdict.hold-all' }) });
        expect(publishes(row, updated(row, shown(verdict), MOMENT))).toBe(false);
      })
    );
  });

  it.each(['spam', 'trash'] as const)('are not restored from %s to what is public', (status) => {
    const refused = wordsKeyOf(NEW);
    const refusing = fc.tuple(fc.constantFrom(HELD, SPAM, APPROVED), fc.constant(refused));
    fc.assert(
      fc.property(fc.oneof(refusing, fc.tuple(held, fc.constant(null))), ([verdict, refusedKey]) => {
        const row = rowOf(OLD, { status, previousStatus: 'approved', refusedKey });
        expect(updated(row, shown(verdict), MOMENT)).toMatchObject({
          title: 'New',
          previousStatus: 'pending',
        });
      })
    );
  });

  it('leave it where restoring leads as long as it says the same', () => {
    const row = rowOf(OLD, { status: 'trash', previousStatus: 'approved' });
    const patch = updated(row, shown(HELD, OLD), MOMENT);
    expect({ ...row, ...patch }).toMatchObject({ title: 'Old', previousStatus: 'approved' });
  });
});
