import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordpressSites, type Post, type WordPress } from './lab';
import { startUs, type Us } from './us';

const sites = wordpressSites();
/** WordPress keeps its posts between runs, and never pings one URL for one post twice. */
const run = Date.now().toString(36);

let us: Us;

beforeAll(async () => {
  us = await startUs();
});
afterAll(() => us?.stop());

const link = (url: string, words: string) =>
  `<p>Today I read <a href="${url}">${words}</a>, and liked it.</p>`;

describe('the WordPress sites', () => {
  it.each(['7.1', '6.8', '6.1'])('are there: %s', (version) => {
    expect(sites.map((site) => site.version.split('.').slice(0, 2).join('.'))).toContain(version);
  });
});

describe.each(sites)('WordPress $version', (site) => {
  it('pings us back when it links to our article, which then waits in the inbox', async () => {
    const ours = await us.publish({ title: `Ours, pinged by ${site.name} ${run}`, html: '<p>Nothing.</p>' });
    const post = await site.publish({
      title: `A post of ${site.name}`,
      content: link(ours.url, 'their article'),
    });
    await site.cron();

    expect(await us.linkbacks(ours)).toMatchObject([
      {
        protocol: 'pingback',
        status: 'pending',
        source: post.permalink,
        target: ours.url,
        title: expect.stringContaining(`A post of ${site.name}`),
        excerpt: expect.stringContaining('Today I read their article, and liked it.'),
      },
    ]);
    expect(await site.pinged(post.id)).toContain(ours.url);
  });

  it('shows our pingback below its post', async () => {
    const post = await site.publish({ title: 'A target', content: '<p>Hello.</p>' });
    const ours = await us.publish({
      title: `Ours, to ${site.name} ${run}`,
      html: link(post.permalink, 'their post'),
    });

    expect(await us.settledPings(ours)).toMatchObject([
      {
        protocol: 'pingback',
        status: 'sent',
        source: ours.url,
        target: post.permalink,
        endpoint: `${site.url}/xmlrpc.php`,
      },
    ]);
    const comments = await site.comments(post.id, 'pingback');
    expect(comments).toMatchObject([{ url: ours.url, content: expect.stringContaining('their post') }]);
  });

  it('sends us a trackback, of which we show what its page really says', async () => {
    const ours = await us.publish({ title: `Ours, tracked by ${site.name} ${run}`, html: '<p>Nothing.</p>' });
    const post = await trackBackOnly(site, {
      title: `Tracking <b>back</b> from ${site.name}`,
      content: link(ours.url, 'their article'),
      trackbackTo: await us.trackbackUrl(ours),
    });

    expect(await us.linkbacks(ours)).toMatchObject([
      {
        protocol: 'trackback',
        status: 'pending',
        source: post.permalink,
        target: ours.url,
        excerpt: expect.stringContaining('Today I read their article'),
      },
    ]);
    expect(await site.pinged(post.id)).toEqual([await us.trackbackUrl(ours)]);
  });

  it('shows our trackback below its post', async () => {
    const post = await site.publish({ title: 'A target of trackbacks', content: '<p>Hello.</p>' });
    const title = `Ours, tracking ${site.name} ${run}`;
    const ours = await us.publish({ title, html: '<p>Words of ours.</p>', trackbacks: [post.trackback] });

    expect(await us.settledPings(ours)).toMatchObject([
      {
        protocol: 'trackback',
        status: 'sent',
        source: ours.url,
        target: post.trackback,
        endpoint: post.trackback,
      },
    ]);
    const comments = await site.comments(post.id, 'trackback');
    expect(comments).toMatchObject([
      { url: ours.url, author: 'Test site', content: expect.stringContaining(title) },
    ]);
  });
});

describe.each(sites.slice(0, 1))('WordPress $version with its flood check on', (site) => {
  beforeAll(() => site.floodCheck(true));
  afterAll(() => site.floodCheck(false));

  it('gets both pings of one article in the end', async () => {
    const first = await site.publish({ title: 'The first target', content: '<p>Hello.</p>' });
    const second = await site.publish({ title: 'The second target', content: '<p>Hello.</p>' });
    const html = link(first.permalink, 'the first') + link(second.permalink, 'the second');
    const ours = await us.publish({ title: `Ours, to both ${run}`, html });

    const pings = await us.settledPings(ours);
    expect(pings.map(({ status }) => status)).toEqual(['sent', 'sent']);
    expect(await sourcesOf(site, first)).toEqual([ours.url]);
    expect(await sourcesOf(site, second)).toEqual([ours.url]);
  });
});

const sourcesOf = async (site: WordPress, post: Post): Promise<string[]> =>
  (await site.comments(post.id, 'pingback')).map(({ url }) => url);

/** A post that sends its trackbacks, and no pingback for the same link before them. */
const trackBackOnly = async (site: WordPress, post: Parameters<WordPress['publish']>[0]): Promise<Post> => {
  await site.pingLinks(false);
  try {
    const published = await site.publish(post);
    await site.cron();
    return published;
  } finally {
    await site.pingLinks(true);
  }
};
