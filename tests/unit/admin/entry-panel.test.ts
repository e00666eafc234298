import { describe, expect, it } from 'vitest';
import { changesOf, toPanelForm } from '../../../admin/src/features/entry-panel/changes';
import { entryRefOf } from '../../../admin/src/features/entry-panel/entry-ref';
import { allowOptions, sendOptions } from '../../../admin/src/features/entry-panel/options';
import { actionsFor } from '../../../admin/src/features/entry-panel/ping-actions';
import { pollingInterval } from '../../../admin/src/features/entry-panel/ping-states';
import { outcomeOf, previewInterval } from '../../../admin/src/features/entry-panel/preview-items';
import type { EntrySettingsResponse, PreviewItem } from '../../../server/src/contracts';

const answer = (part: Partial<EntrySettingsResponse> = {}): EntrySettingsResponse => ({
  allowPings: 'default',
  sendPings: 'default',
  trackbackUrls: [],
  effective: {
    open: true,
    send: true,
    sendBlocked: null,
    sendBlockedWhy: null,
    defaults: { open: true, send: true },
  },
  url: null,
  trackbackUrl: null,
  mayUpdate: true,
  discovery: null,
  counts: { linkbacks: { pending: 0, approved: 0 }, pings: { sent: 0, failed: 0, open: 0 } },
  ...part,
});

describe('the entry that the edit view shows', () => {
  const view = { model: 'api::article.article', collectionType: 'collection-types', locale: 'en' };

  it('is the saved document in its own locale', () => {
    const document = { documentId: 'd1', locale: 'fr' };
    expect(entryRefOf({ ...view, documentId: 'd1', document })).toEqual({
      uid: 'api::article.article',
      documentId: 'd1',
      locale: 'fr',
    });
  });

  it('is "new" before the first save', () => {
    expect(entryRefOf(view)).toMatchObject({ documentId: 'new', locale: 'en' });
  });

  it('is the same document when one more locale is being written', () => {
    const empty = { ...view, documentId: 'd1', document: {}, locale: 'fr' };
    expect(entryRefOf(empty)).toMatchObject({ documentId: 'd1', locale: 'fr' });
  });

  it('is not known while the edit view is loading', () => {
    expect(entryRefOf({ ...view, documentId: 'd1' })).toBeNull();
    expect(entryRefOf({ ...view, collectionType: 'single-types' })).toBeNull();
  });

  it('is known for a single type, whose URL has no id, and a locale only by accident', () => {
    const single = {
      ...view,
      collectionType: 'single-types',
      document: { documentId: 'home', locale: null },
    };
    expect(entryRefOf(single)).toMatchObject({ documentId: 'home', locale: '' });
  });
});

describe("what the panel's save button sends", () => {
  it('is only what changed', () => {
    const saved = answer({ trackbackUrls: ['https://a.example/tb'] });
    expect(changesOf(saved, toPanelForm(saved))).toBeNull();
    expect(changesOf(saved, { ...toPanelForm(saved), allowPings: 'closed' })).toEqual({
      allowPings: 'closed',
    });
    expect(changesOf(saved, { ...toPanelForm(saved), trackbacks: '' })).toEqual({ trackbackUrls: [] });
  });

  it('is nothing when the same URLs are only written otherwise', () => {
    const saved = answer({ trackbackUrls: ['https://a.example/1', 'https://a.example/2'] });
    const form = { ...toPanelForm(saved), trackbacks: ' https://a.example/1   https://a.example/2\n' };
    expect(changesOf(saved, form)).toBeNull();
  });
});

describe('the choice "Default"', () => {
  const text = (key: string, values: object = {}) => `${key} ${Object.values(values).join()}`.trim();

  it('says what it means now, whatever the entry itself says', () => {
    const defaults = { open: false, send: false };
    const closed = answer({
      allowPings: 'open',
      effective: { ...answer().effective, sendBlocked: 'Not from here.', defaults },
    });
    expect(allowOptions(answer(), text)[0]?.label).toBe('panel.allow.defaultNow open');
    expect(allowOptions(closed, text)[0]?.label).toBe('panel.allow.defaultNow closed');
    expect(sendOptions(answer(), text)[0]?.label).toBe('panel.send.defaultNow on');
    expect(sendOptions(closed, text)[0]?.label).toBe('panel.send.defaultNow off');
  });
});

describe('what can be done to a ping', () => {
  it.each([
    ['waiting', ['cancel', 'forget']],
    ['queued', ['cancel', 'forget']],
    ['sending', []],
    ['sent', ['forget']],
    ['failed', ['retry', 'forget']],
    ['unsupported', ['retry', 'forget']],
    ['skipped', ['retry', 'forget']],
    ['cancelled', ['retry', 'forget']],
  ] as const)('when it is %s', (status, actions) => {
    expect(actionsFor({ status })).toEqual(actions);
  });
});

describe('the preview', () => {
  const item = (part: Partial<PreviewItem>): PreviewItem => ({
    target: 'https://they.example/',
    protocol: 'checking',
    endpoint: null,
    skip: null,
    why: null,
    ...part,
  });

  it('says by which protocol a link would be told, or why not', () => {
    expect(outcomeOf(item({ protocol: 'webmention' }))).toEqual({ key: 'protocol.webmention' });
    expect(outcomeOf(item({ protocol: null, skip: 'Our own site.' }))).toBeNull();
    expect(outcomeOf(item({}))).toEqual({ key: 'preview.checking' });
  });

  it('is asked for again while something is being found out', () => {
    expect(previewInterval([item({ protocol: 'pingback' }), item({})])).toBeGreaterThan(0);
    expect(previewInterval([item({ protocol: 'pingback' }), item({ protocol: null, skip: 'No.' })])).toBe(0);
  });
});

describe('the list of pings', () => {
  const now = Date.parse('2025-01-01T12:00:00Z');

  it('is left alone when nothing more happens by itself', () => {
    const done = ['sent', 'failed', 'unsupported', 'skipped', 'cancelled'] as const;
    expect(pollingInterval([], now)).toBe(0);
    expect(
      pollingInterval(
        done.map((status) => ({ status, nextAttempt: null })),
        now
      )
    ).toBe(0);
  });

  it.each(['waiting', 'queued', 'sending'] as const)('is looked at often while one is %s', (status) => {
    expect(pollingInterval([{ status, nextAttempt: null }], now)).toBe(3_000);
  });

  it('is looked at rarely while the next attempt is far off', () => {
    const later = { status: 'queued', nextAttempt: '2025-01-01T18:00:00Z' } as const;
    expect(pollingInterval([later], now)).toBe(30_000);
    expect(pollingInterval([later, { status: 'sending', nextAttempt: null }], now)).toBe(3_000);
  });
});
