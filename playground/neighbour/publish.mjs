import { SITE_NAME } from './pages.mjs';
import * as pingback from './pingback.mjs';
import { excerptOf, linksOf } from './posts.mjs';
import * as trackback from './trackback.mjs';
import { readPage } from './web.mjs';

/** Discovers the endpoint of one linked page and tells it. Never rejects: a ping that fails is noted. */
const tell = async ({ target, source, post, protocol }) => {
  try {
    const page = await readPage(target);
    const endpoint =
      protocol === 'pingback'
        ? pingback.findEndpoint(page)
        : trackback.findEndpoint({ html: page.html, url: target });
    if (!endpoint) return { target, protocol, ok: false, answer: `the page names no ${protocol} endpoint` };
    const sent =
      protocol === 'pingback'
        ? await pingback.send({ endpoint, source, target })
        : await trackback.send({
            endpoint,
            source,
            title: post.title,
            excerpt: excerptOf(post.text),
            site: SITE_NAME,
          });
    return { target, protocol, endpoint, ...sent };
  } catch (error) {
    return { target, protocol, ok: false, answer: error.message };
  }
};

/**
 * Publishes a post, then tells every page that it links to.
 *
 * @param {{ posts: ReturnType<typeof import('./posts.mjs').openPosts>, siteUrl: string, title: string,
 *   text: string, protocol: 'pingback' | 'trackback', log: (line: string) => void }} o
 */
export const publish = async ({ posts, siteUrl, title, text, protocol, log }) => {
  const post = posts.publish({ title, text, now: new Date().toISOString() });
  const source = `${siteUrl}/posts/${post.slug}`;
  log(`published ${source}`);
  const pings = [];
  for (const target of linksOf(text)) {
    const ping = await tell({ target, source, post, protocol });
    log(`${protocol} to ${target}: ${ping.ok ? 'accepted' : 'failed'} (${ping.answer})`);
    pings.push(ping);
  }
  posts.notePings(post, pings);
  return { url: source, pings };
};
