import { describe, expect, it } from 'vitest';
import { CHANGE_WAIT, judgeLive, type WaitingPing } from '../../../server/src/core/delivery/live-check';
import { LIVE_WAIT_LIMIT, nextLook } from '../../../server/src/core/delivery/live-wait';
import type { OwnPage } from '../../../server/src/core/own-page';
import { sentenceOf } from '../../../server/src/core/reasons';
import { err, ok } from '../../../server/src/core/result';

const URL = 'https://our.example/blog/hello';
const TARGET = 'https://they.example/post';

const page = (o: Partial<OwnPage> = {}): OwnPage => ({
  status: 200,
  finalUrl: URL,
  isPage: true,
  links: new Set([TARGET]),
  revision: null,
  hash: 'h2',
  ...o,
});
const ping = (o: Partial<WaitingPing> = {}): WaitingPing => ({
  kind: 'link',
  purpose: 'link',
  target: TARGET,
  pageHash: 'h1',
  waited: 0,
  ...o,
});
const judge = (o: { ping?: Partial<WaitingPing>; page?: Partial<OwnPage>; revision?: string | null }) => {
  const verdict = judgeLive({
    ping: ping(o.ping),
    url: URL,
    page: ok(page(o.page)),
    revision: o.revision === undefined ? 'r2' : o.revision,
  });
  return verdict.live ? 'live' : sentenceOf(verdict.why);
};
const nothing = { links: new Set<string>() };

describe('a new link', () => {
  it('is live when our page shows it', () => {
    expect(judge({})).toBe('live');
    expect(judge({ page: nothing })).toContain('does not show this link');
  });

  it.each([404, 410, 500, 301, 403])('is not when our page answers %i', (status) => {
    expect(judge({ page: { status } })).toBe(`it answers with status ${status}.`);
  });

  it('is not on what is no page, and not when our page cannot be reached', () => {
    expect(judge({ page: { isPage: false, ...nothing } })).toContain('not an HTML page');
    const unreachable = err({ kind: 'unreachable', code: 'timeout' } as const);
    expect(judgeLive({ ping: ping(), url: URL, page: unreachable, revision: 'r2' }).live).toBe(false);
  });

  it('an explicit trackback URL needs a page that answers, whatever it shows', () => {
    const trackback = { kind: 'trackback' } as const;
    expect(judge({ ping: trackback, page: { isPage: false, ...nothing } })).toBe('live');
    expect(judge({ ping: trackback, page: { status: 404 } })).toContain('404');
  });
});

describe('a change', () => {
  const change = { purpose: 'change' } as const;

  it('is live when our page shows the version of the entry', () => {
    expect(judge({ ping: change, page: { revision: 'r2' } })).toBe('live');
    expect(judge({ ping: change, page: { revision: 'r1' } })).toContain('does not show the new version');
    expect(judge({ ping: { ...change, waited: CHANGE_WAIT }, page: { revision: 'r1' } })).not.toBe('live');
  });

  it('is live when a page that names no version has changed, or after ten minutes', () => {
    expect(judge({ ping: change })).toBe('live');
    expect(judge({ ping: change, page: { hash: 'h1' } })).toContain('has not changed');
    expect(judge({ ping: change, page: nothing })).toContain('does not show this link');
    expect(judge({ ping: { ...change, waited: CHANGE_WAIT }, page: { hash: 'h1' } })).toBe('live');
  });
});

describe('a removal', () => {
  const removal = { purpose: 'removal' } as const;

  it.each([404, 410])('is live when our page answers %i', (status) => {
    expect(judge({ ping: removal, page: { status }, revision: null })).toBe('live');
  });

  it('is live when the link has gone, and not before', () => {
    expect(judge({ ping: removal, page: nothing })).toBe('live');
    expect(judge({ ping: removal })).toContain('still shows this link');
    expect(judge({ ping: { ...removal, waited: CHANGE_WAIT } })).toContain('still shows this link');
  });

  it.each([500, 503, 403])('says nothing when our page answers %i', (status) => {
    expect(judge({ ping: removal, page: { status } })).toContain(String(status));
  });
});

describe('a move', () => {
  const move = { purpose: 'move' } as const;

  it('is live when the old address shows the link no more, or leads elsewhere', () => {
    expect(judge({ ping: move, page: { status: 404 } })).toBe('live');
    expect(judge({ ping: move, page: nothing })).toBe('live');
    expect(judge({ ping: move, page: { finalUrl: `${URL}-new` } })).toBe('live');
    expect(judge({ ping: move })).toContain('old address still shows the page');
  });

  it('waits ten minutes at most: the receiver then finds the link at both', () => {
    expect(judge({ ping: { ...move, waited: CHANGE_WAIT } })).toBe('live');
  });
});

it('our page is looked at ever more rarely, for two days', () => {
  const delays = [0, 9, 30, 300, 2_000, 10_000, 100_000].map(nextLook);
  expect(delays).toEqual([2, 2, 5, 30, 120, 600, 1_800]);
  expect(nextLook(LIVE_WAIT_LIMIT)).toBeNull();
});
