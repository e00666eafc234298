import { createServer } from 'node:http';
import { homePage, messagePage, postPage } from './pages.mjs';
import * as pingback from './pingback.mjs';
import { openPosts } from './posts.mjs';
import { publish } from './publish.mjs';
import * as trackback from './trackback.mjs';

const MAX_BODY = 64_000;

const html = (status, body, headers = {}) => ({ status, type: 'text/html', body, headers });
const xml = (body) => ({ status: 200, type: 'text/xml', body });
const json = (status, value) => ({ status, type: 'application/json', body: JSON.stringify(value) });
const NOT_FOUND = html(404, messagePage('Not found'));

const readBody = async (request) => {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const receivePingback = async ({ body, posts, siteUrl, log }) => {
  const call = pingback.parseCall(body);
  if (!call) return xml(pingback.fault(pingback.FAULTS.malformed));
  if (call.method !== 'pingback.ping') return xml(pingback.fault(pingback.FAULTS.noMethod));
  const [source = '', target = ''] = call.params;
  const refuse = (fault) => {
    log(`pingback refused: ${source} (fault ${fault[0]})`);
    return xml(pingback.fault(fault));
  };
  const path = target.startsWith(`${siteUrl}/posts/`) ? target.slice(`${siteUrl}/posts/`.length) : '';
  const post = posts.find(path.replace(/[/?#].*$/, ''));
  if (!post) return refuse(pingback.FAULTS.noTarget);
  if (posts.knows(post.slug, source)) return refuse(pingback.FAULTS.known);
  const verified = await pingback.verify({ source, target });
  if ('refused' in verified) return refuse(verified.refused);
  // The same ping may have come again while the source was fetched.
  if (posts.knows(post.slug, source)) return refuse(pingback.FAULTS.known);
  posts.addLinkback({
    post: post.slug,
    protocol: 'pingback',
    source,
    ...verified,
    site: new URL(source).host,
    received: new Date().toISOString(),
  });
  log(`pingback accepted: ${source}`);
  return xml(pingback.success(`Thank you. "${post.title}" shows your link now.`));
};

const receiveTrackback = ({ slug, body, posts, log }) => {
  const post = posts.find(slug);
  const ping = trackback.parsePing(body);
  if (!post) return xml(trackback.response('There is no such post here.'));
  if (!ping) return xml(trackback.response('A url is needed.'));
  if (!posts.knows(slug, ping.source)) {
    posts.addLinkback({ post: slug, protocol: 'trackback', ...ping, received: new Date().toISOString() });
  }
  log(`trackback accepted: ${ping.source}`);
  return xml(trackback.response(null));
};

/** Programs send JSON, which no foreign page can make a browser post unasked; a form must be our own. */
const receivePost = async ({ request, body, ...o }) => {
  const isJson = /^application\/json\b/.test(request.headers['content-type'] ?? '');
  if (!isJson && request.headers.origin !== o.siteUrl) return html(403, messagePage('Not from here'));
  const {
    title,
    text,
    protocol = 'pingback',
  } = isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
  if (!title || !text || !['pingback', 'trackback'].includes(protocol))
    return html(400, messagePage('A post needs a title and a text'));
  const published = await publish({ ...o, title, text, protocol });
  return isJson ? json(201, published) : html(303, '', { Location: published.url });
};

const showPost = ({ slug, posts, siteUrl }) => {
  const post = posts.find(slug);
  if (!post) return NOT_FOUND;
  const endpoint = `${siteUrl}/xmlrpc`;
  const page = postPage({
    post,
    linkbacks: posts.linkbacks(slug),
    url: `${siteUrl}/posts/${slug}`,
    pingback: endpoint,
    trackback: `${siteUrl}/trackback/${slug}`,
  });
  return html(200, page, { 'X-Pingback': endpoint });
};

const listPosts = ({ posts, siteUrl }) =>
  json(
    200,
    posts.all().map((post) => ({
      url: `${siteUrl}/posts/${post.slug}`,
      title: post.title,
      pings: post.pings,
      linkbacks: posts.linkbacks(post.slug),
    }))
  );

const route = async ({ request, ...o }) => {
  const [path = '/'] = request.url.split('?');
  const [, folder = '', slug = ''] = path.split('/');
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (path === '/') return html(200, homePage({ posts: o.posts.all() }));
    if (path === '/posts.json') return listPosts(o);
    return folder === 'posts' ? showPost({ ...o, slug }) : NOT_FOUND;
  }
  if (request.method !== 'POST') return html(405, messagePage('Not allowed'), { Allow: 'GET, HEAD, POST' });
  const body = await readBody(request);
  if (body === null) return html(413, messagePage('Too long'), { Connection: 'close' });
  if (path === '/xmlrpc') return receivePingback({ ...o, body });
  if (folder === 'trackback') return receiveTrackback({ ...o, slug, body });
  return path === '/posts' ? receivePost({ ...o, request, body }) : NOT_FOUND;
};

/**
 * The neighbour: a blog by somebody else, who has never heard of Strapi or of our code.
 *
 * @param {{ siteUrl: string, file: string, log?: (line: string) => void }} o `siteUrl`: its origin, without a
 *   slash at the end; `file`: where it keeps its posts (JSON)
 * @returns {import('node:http').Server} not listening yet
 */
export const createNeighbour = ({ siteUrl, file, log = () => {} }) => {
  const posts = openPosts({ file });
  return createServer(async (request, response) => {
    const answer = await route({ request, posts, siteUrl, log }).catch((error) => {
      log(`${request.method} ${request.url}: ${error.message}`);
      return html(500, messagePage('Something broke'));
    });
    response.writeHead(answer.status, { 'Content-Type': `${answer.type}; charset=utf-8`, ...answer.headers });
    response.end(answer.body);
  });
};
