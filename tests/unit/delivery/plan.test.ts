import { describe, expect, it } from 'vitest';
import { planPings, type PlanRequest } from '../../../server/src/core/delivery/plan';
import { sentenceOf } from '../../../server/src/core/reasons';
import { normaliseUrl } from '../../../server/src/core/url/normalise';

const ENTRY = 'https://ours.example/post';
const link = (url: string) => ({ url, key: normaliseUrl(url) ?? url });
const existing = (kind: 'link' | 'trackback', url: string) => ({ kind, key: link(url).key });

const plan = (o: Partial<Omit<PlanRequest, 'links'>> & { links?: string[] }) =>
  planPings({
    entryUrl: ENTRY,
    trackbackUrls: [],
    existing: [],
    ownHosts: new Set(['ours.example']),
    internalLinks: false,
    isSelf: (url) => link(url).key === ENTRY,
    ...o,
    links: (o.links ?? []).map(link),
  });
const brief = async (o: Parameters<typeof plan>[0]) =>
  (await plan(o)).map(({ kind, target, skip }) => [kind, target, skip && sentenceOf(skip)]);

const SELF = 'This link leads to the entry itself.';
const OWN = 'This link leads to our own site.';
const toldBy = (url: string) => `This page is told by the trackback URL that you named, ${url}.`;

describe('the plan of an entry’s pings', () => {
  it('has a ping for each link, as written and in order', async () => {
    const links = ['https://B.example/%7Ex', 'https://a.example'];
    expect(await plan({ links })).toEqual([
      { kind: 'link', target: 'https://B.example/%7Ex', key: link('https://b.example/~x').key, skip: null },
      { kind: 'link', target: 'https://a.example', key: 'https://a.example/', skip: null },
    ]);
  });

  it('tells the same target once', async () => {
    const links = ['https://a.example/x', 'https://A.example/x#y'];
    const trackbackUrls = ['https://b.example/tb', 'https://b.example:443/tb'];
    expect(await brief({ links, trackbackUrls })).toEqual([
      ['trackback', 'https://b.example/tb', null],
      ['link', 'https://a.example/x', null],
    ]);
  });

  it('leaves out what there is already', async () => {
    const links = ['https://a.example/', 'https://b.example/'];
    const trackbackUrls = ['https://c.example/tb', 'https://b.example'];
    expect(
      await brief({
        links,
        trackbackUrls,
        existing: [existing('link', links[0] ?? ''), existing('trackback', 'https://c.example/tb')],
      })
    ).toEqual([
      ['trackback', 'https://b.example', null],
      ['link', 'https://b.example/', toldBy('https://b.example')],
    ]);
  });

  it('skips links to the entry itself, always', async () => {
    expect(await brief({ links: [`${ENTRY}#top`], internalLinks: true })).toEqual([
      ['link', `${ENTRY}#top`, SELF],
    ]);
  });

  it('skips links to our own pages unless they are wanted', async () => {
    const links = ['https://ours.example/other', 'https://ours.example:8443/x'];
    expect(await brief({ links })).toEqual([
      ['link', links[0], OWN],
      ['link', links[1], null],
    ]);
    expect((await brief({ links, internalLinks: true })).map(([, , skip]) => skip)).toEqual([null, null]);
  });

  it('counts the host of the entry’s page as ours, configured or not', async () => {
    expect(await brief({ links: ['https://ours.example/other'], ownHosts: new Set() })).toEqual([
      ['link', 'https://ours.example/other', OWN],
    ]);
  });
});

describe('an explicit trackback URL', () => {
  it('comes first', async () => {
    expect(await brief({ links: ['https://a.example/'], trackbackUrls: ['https://b.example/tb'] })).toEqual([
      ['trackback', 'https://b.example/tb', null],
      ['link', 'https://a.example/', null],
    ]);
  });

  it.each<[string, string]>([
    ['https://a.example/p', 'https://a.example/p/trackback'],
    ['https://a.example/p', 'https://a.example/p/trackback/'],
    ['https://a.example/p/', 'https://a.example/p/trackback'],
    ['https://a.example/p/', 'https://A.example/p/trackback/'],
  ])('replaces the link %s that it lies below: %s', async (page, trackback) => {
    const links = ['https://a.example/q', page];
    expect(await brief({ links, trackbackUrls: [trackback] })).toEqual([
      ['trackback', trackback, null],
      ['link', 'https://a.example/q', null],
      ['link', page, toldBy(trackback)],
    ]);
  });

  it('replaces the only link on its host', async () => {
    const links = ['https://a.example/?p=1', 'https://b.example/', 'https://sub.a.example/'];
    const trackback = 'https://a.example/wp-trackback.php?p=1';
    expect(await brief({ links, trackbackUrls: [trackback] })).toEqual([
      ['trackback', trackback, null],
      ['link', 'https://a.example/?p=1', toldBy(trackback)],
      ['link', 'https://b.example/', null],
      ['link', 'https://sub.a.example/', null],
    ]);
  });

  it('replaces none of several links on its host', async () => {
    const links = ['https://a.example/?p=1', 'https://a.example/?p=2'];
    const planned = await brief({ links, trackbackUrls: ['https://a.example/wp-trackback.php?p=1'] });
    expect(planned.map(([, , skip]) => skip)).toEqual([null, null, null]);
  });

  it('is no second page where the entry links to it too', async () => {
    const trackback = 'https://a.example/tb/1';
    const links = [trackback, 'https://a.example/page'];
    expect((await brief({ links, trackbackUrls: [trackback] })).map(([, , skip]) => skip)).toEqual([
      null,
      toldBy(trackback),
      toldBy(trackback),
    ]);
  });

  it('still replaces its link after it was sent', async () => {
    const trackback = 'https://a.example/p/trackback';
    expect(
      await brief({
        links: ['https://a.example/p'],
        trackbackUrls: [trackback],
        existing: [existing('trackback', trackback)],
      })
    ).toEqual([['link', 'https://a.example/p', toldBy(trackback)]]);
  });

  it('is sent to our own site too, but not to the entry itself', async () => {
    expect(await brief({ trackbackUrls: ['https://ours.example/tb', ENTRY] })).toEqual([
      ['trackback', 'https://ours.example/tb', null],
      ['trackback', ENTRY, 'This is the entry itself, not a trackback URL.'],
    ]);
  });

  it.each(['ftp://a.example/tb', 'nonsense', ''])(
    'is skipped when it is no web address: "%s"',
    async (url) => {
      expect(await brief({ links: ['https://a.example/'], trackbackUrls: [url] })).toEqual([
        ['trackback', url, 'This is not a web address.'],
        ['link', 'https://a.example/', null],
      ]);
    }
  );
});
