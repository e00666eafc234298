import { describe, expect, it } from 'vitest';
import {
  changeOf,
  SENDING_OFF_FOR_ENTRY,
  UNSUPPORTED_FOR,
  type ChangeRequest,
  type PresentPing,
} from '../../../server/src/core/delivery/changes';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const PAGE = 'https://our.example/blog/hello';

const ping = (o: Partial<PresentPing> = {}): PresentPing => ({
  status: 'waiting',
  cause: null,
  purpose: 'link',
  protocol: null,
  asked: false,
  told: false,
  toldSource: null,
  revision: null,
  lastAttempt: null,
  ...o,
});
const told = (o: Partial<PresentPing> = {}): PresentPing =>
  ping({ status: 'sent', protocol: 'webmention', told: true, toldSource: PAGE, revision: 'r1', ...o });
const change = (present: PresentPing, o: Partial<ChangeRequest> = {}) =>
  changeOf({
    ping: present,
    entry: { url: PAGE, revision: 'r2' },
    wanted: { skip: null },
    send: true,
    everything: false,
    now: NOW,
    ...o,
  });
const gone = { wanted: null };
const unpublished = { wanted: null, entry: null };
const unchanged = { entry: { url: PAGE, revision: 'r1' } };

describe('a target that was told', () => {
  it.each(['pingback', 'trackback'] as const)('by %s hears nothing more, whatever happens', (protocol) => {
    for (const o of [
      {},
      gone,
      unpublished,
      { entry: { url: `${PAGE}-2`, revision: 'r2' } },
      { everything: true },
    ])
      expect(change(told({ protocol }), o)).toEqual({ kind: 'keep' });
  });

  it('by webmention hears that our page changed, once a change', () => {
    expect(change(told())).toEqual({ kind: 'tell', purpose: 'change' });
    expect(change(told(), unchanged)).toEqual({ kind: 'keep' });
    expect(change(told(), { ...unchanged, everything: true })).toEqual({ kind: 'keep' });
  });

  it.each([
    ['the link has gone', gone],
    ['the entry is no longer published', unpublished],
  ])('by webmention hears once that %s', (_, o) => {
    expect(change(told(), o)).toEqual({ kind: 'tell', purpose: 'removal' });
    expect(change(told({ purpose: 'removal' }), o)).toEqual({ kind: 'keep' });
    expect(change(told({ purpose: 'removal', status: 'waiting' }), o)).toEqual({ kind: 'keep' });
    expect(change(told({ purpose: 'removal', status: 'failed' }), o)).toEqual({ kind: 'keep' });
  });

  it.each(['cancelled', 'skipped'] as const)(
    'hears of a removal that was %s when it is planned again',
    (status) => {
      expect(change(told({ purpose: 'removal', status }), gone)).toEqual({
        kind: 'tell',
        purpose: 'removal',
      });
    }
  );

  it('hears that a link has come back', () => {
    const removed = told({ purpose: 'removal', revision: null });
    expect(change(removed)).toEqual({ kind: 'tell', purpose: 'change' });
    expect(change({ ...removed, status: 'waiting' })).toEqual({ kind: 'tell', purpose: 'change' });
  });

  it('hears of a new address: the old one first', () => {
    const moved = { entry: { url: `${PAGE}-2`, revision: 'r2' } };
    expect(change(told(), moved)).toEqual({ kind: 'tell', purpose: 'move' });
    expect(change(told({ purpose: 'move', status: 'waiting' }), moved)).toEqual({ kind: 'keep' });
  });

  it('waits again for the newest version when it was about to hear of an older one', () => {
    expect(change(told({ purpose: 'change', status: 'waiting' }))).toEqual({ kind: 'keep' });
    expect(change(told({ purpose: 'change', status: 'queued' }))).toEqual({
      kind: 'tell',
      purpose: 'change',
    });
  });

  it('hears nothing while the entry does not send', () => {
    for (const o of [{}, gone, unpublished])
      expect(change(told(), { ...o, send: false })).toEqual({ kind: 'keep' });
  });

  it('is asked again after seven days when it took its endpoint away, or when a person asks', () => {
    const dropped = (ago: number) => told({ status: 'unsupported', lastAttempt: NOW - ago });
    expect(change(dropped(UNSUPPORTED_FOR - 1))).toEqual({ kind: 'keep' });
    expect(change(dropped(UNSUPPORTED_FOR))).toEqual({ kind: 'tell', purpose: 'change' });
    expect(change(dropped(0), { everything: true })).toEqual({ kind: 'tell', purpose: 'change' });
  });

  it('by a webmention that is in the air is planned again when it has landed', () => {
    expect(change(told({ status: 'sending' }))).toEqual({ kind: 'later' });
    expect(change(ping({ status: 'sending', protocol: 'webmention' }), gone)).toEqual({ kind: 'later' });
  });
});

describe('a target that was not told yet', () => {
  it.each(['waiting', 'queued'] as const)('goes on when its ping is %s', (status) => {
    expect(change(ping({ status }))).toEqual({ kind: 'keep' });
  });

  it('is sent whatever the toggles say from when a person asks for it', () => {
    expect(change(ping(), { everything: true })).toEqual({ kind: 'open', skip: null });
    expect(change(ping({ asked: true }), { everything: true })).toEqual({ kind: 'keep' });
  });

  it.each(['waiting', 'queued'] as const)('is left alone when the link has gone while it is %s', (status) => {
    const closed = { kind: 'close', status: 'cancelled', cause: 'absent' };
    expect(change(ping({ status }), gone)).toMatchObject({
      ...closed,
      why: { code: 'ping.link-gone' },
    });
    expect(change(ping({ status }), unpublished)).toMatchObject({
      ...closed,
      why: { code: 'ping.unpublished' },
    });
  });

  it('is left alone when a rule or a switch turns against it, unless a person asked for it', () => {
    const skip = { code: 'skip.own-site' } as const;
    const rule = { wanted: { skip } };
    const closed = { kind: 'close', status: 'skipped', cause: 'rule' };
    expect(change(ping(), rule)).toEqual({ ...closed, why: skip });
    expect(change(ping(), { send: false })).toEqual({ ...closed, why: SENDING_OFF_FOR_ENTRY });
    expect(change(ping({ asked: true }), { ...rule, send: false })).toEqual({ kind: 'keep' });
  });

  it.each(['absent', 'rule', 'page'] as const)(
    'gets its ping after all when it was closed by: %s',
    (cause) => {
      const closed = ping({ status: 'cancelled', cause });
      expect(change(closed)).toEqual({ kind: 'open', skip: null });
      const skip = { code: 'skip.own-site' } as const;
      expect(change(closed, { wanted: { skip } })).toEqual({ kind: 'open', skip });
      expect(change(closed, gone)).toEqual({ kind: 'keep' });
      expect(change(closed, { send: false })).toEqual({ kind: 'keep' });
    }
  );

  it('stays cancelled when a person cancelled it', () => {
    const cancelled = ping({ status: 'cancelled', cause: 'person' });
    expect(change(cancelled)).toEqual({ kind: 'keep' });
    expect(change(cancelled, { everything: true })).toEqual({ kind: 'keep' });
  });

  it('stays failed until a person asks', () => {
    expect(change(ping({ status: 'failed' }))).toEqual({ kind: 'keep' });
    expect(change(ping({ status: 'failed' }), { everything: true })).toEqual({ kind: 'open', skip: null });
  });

  it('is asked again after seven days when it accepted nothing, or when a person asks', () => {
    const unsupported = (ago: number) => ping({ status: 'unsupported', lastAttempt: NOW - ago });
    expect(change(unsupported(UNSUPPORTED_FOR - 1))).toEqual({ kind: 'keep' });
    expect(change(unsupported(UNSUPPORTED_FOR))).toEqual({ kind: 'open', skip: null });
    expect(change(unsupported(0), { everything: true })).toEqual({ kind: 'open', skip: null });
  });

  it('is left to its end while a pingback is in the air', () => {
    for (const o of [{}, gone, unpublished])
      expect(change(ping({ status: 'sending', protocol: 'pingback' }), o)).toEqual({ kind: 'keep' });
  });
});
