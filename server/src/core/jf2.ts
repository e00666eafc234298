import type { LinkbackType } from './types';

/** A linkback as far as JF2 tells of it. */
export interface Mention {
  readonly id: string;
  readonly type: LinkbackType;
  readonly source: string;
  readonly target: string;
  readonly title: string | null;
  readonly excerpt: string | null;
  readonly author: {
    readonly name: string | null;
    readonly url: string | null;
    readonly photo: string | null;
  };
  readonly published: string | null;
  readonly received: string;
}

/** What webmention.io calls the kinds. */
export const WM_PROPERTIES = {
  mention: 'mention-of',
  reply: 'in-reply-to',
  like: 'like-of',
  repost: 'repost-of',
  bookmark: 'bookmark-of',
} as const satisfies Record<LinkbackType, string>;

/** The kind behind webmention.io's name for it; null for names that mean none of ours. */
export const typeOfProperty = (property: string): LinkbackType | null => {
  const found = Object.entries(WM_PROPERTIES).find(([, name]) => name === property);
  return found ? (found[0] as LinkbackType) : null;
};

/**
 * Linkbacks as JF2 (https://jf2.spec.indieweb.org), shaped as webmention.io's API answers, so that code written for that
 * works unchanged: an author always, with empty texts where there are none; text, never HTML.
 */
export const toJf2Feed = (mentions: readonly Mention[]) => ({
  type: 'feed',
  name: 'Webmentions',
  children: mentions.map(toEntry),
});

const toEntry = (mention: Mention) => {
  const { id, type, source, target, title, excerpt, author, published, received } = mention;
  const property = WM_PROPERTIES[type];
  return {
    type: 'entry',
    author: { type: 'card', name: author.name ?? '', photo: author.photo ?? '', url: author.url ?? '' },
    url: source,
    published,
    ...(title === null ? {} : { name: title }),
    ...(excerpt === null ? {} : { content: { text: excerpt } }),
    'wm-received': received,
    'wm-id': id,
    'wm-source': source,
    'wm-target': target,
    'wm-property': property,
    [property]: target,
    'wm-private': false,
  };
};
