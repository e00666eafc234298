import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { escape, wordsOf } from './html.mjs';

/**
 * @typedef {{ slug: string, title: string, text: string, published: string, pings: object[] }} Post `text`:
 *   paragraphs with a blank line between them, links as [words](URL)
 * @typedef {{ post: string, protocol: string, source: string, title: string, excerpt: string, site: string,
 *   received: string }} Linkback
 */

const FIRST_POSTS = [
  {
    slug: 'letters-to-strangers',
    title: 'Letters to strangers',
    text: 'A link is a letter to somebody who does not know you yet. You found their page, you thought about it, and you wrote down that you did.\n\nThe sad part is that most of these letters never arrive. So this blog does what blogs once did: it knocks on the door, and it opens when somebody knocks.',
    published: '2026-01-11T09:00:00.000Z',
  },
  {
    slug: 'a-pot-of-beans',
    title: 'A pot of beans',
    text: 'Soak them overnight, throw in a bay leaf, and be patient. Salt at the end or at the beginning: I have tried both and the beans did not care.',
    published: '2026-01-04T17:30:00.000Z',
  },
];

const LINK = /\[([^\]]+)\]\((https?:\/\/[^\s()]+)\)/g;

/** The text of a post as HTML. */
export const renderText = (text) =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${escape(paragraph).replace(LINK, '<a href="$2">$1</a>')}</p>`)
    .join('\n');

/** Where a post links to, as written. */
export const linksOf = (text) => [...new Set(Array.from(text.matchAll(LINK), ([, , url]) => url))];

export const excerptOf = (text) => wordsOf(renderText(text)).slice(0, 250);

const toSlug = (title) =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'post';

const load = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return { posts: FIRST_POSTS.map((post) => ({ ...post, pings: [] })), linkbacks: [] };
  }
};

/**
 * The neighbour's posts and the linkbacks that it got, kept in one JSON file.
 *
 * @param {{ file: string }} o
 */
export const openPosts = ({ file }) => {
  /** @type {{ posts: Post[], linkbacks: Linkback[] }} */
  const data = load(file);

  const save = () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(data, null, 2));
    renameSync(`${file}.new`, file);
  };

  return {
    all: () => data.posts,
    find: (slug) => data.posts.find((post) => post.slug === slug) ?? null,
    linkbacks: (slug) => data.linkbacks.filter((linkback) => linkback.post === slug),
    knows: (slug, source) => data.linkbacks.some((known) => known.post === slug && known.source === source),

    /** Publishes a post, or a new version of the one with that title. */
    publish: ({ title, text, now }) => {
      const slug = toSlug(title);
      const earlier = data.posts.find((post) => post.slug === slug);
      const post = { slug, title, text, published: earlier?.published ?? now, pings: [] };
      data.posts = [post, ...data.posts.filter((other) => other !== earlier)];
      save();
      return post;
    },

    notePings: (post, pings) => {
      post.pings = pings;
      save();
    },

    addLinkback: (linkback) => {
      data.linkbacks.push(linkback);
      save();
    },
  };
};
