const text = (words) => ({ type: 'text', text: words });
const paragraph = (...children) => ({ type: 'paragraph', children });

export const SLUG = 'on-writing-to-strangers';

/**
 * The public pages of the show: ours, the neighbour's post that we link to, and the one that links back.
 *
 * @param {{ site: string, neighbour: string }} urls origins
 */
export const pagesOfShow = (urls) => ({
  article: `${urls.site}/articles/${SLUG}`,
  target: `${urls.neighbour}/posts/letters-to-strangers`,
  reply: `${urls.neighbour}/posts/somebody-wrote-back`,
});

/**
 * The article of the show. It links to a post of the neighbour.
 *
 * @param {string} target
 */
export const demoArticle = (target) => ({
  title: 'On writing to strangers',
  slug: SLUG,
  summary: 'Blogs once told each other when one linked to the other. They still can.',
  body: [
    paragraph(
      text('My neighbour has written that a link is '),
      { type: 'link', url: target, children: [text('a letter to somebody who does not know you yet')] },
      text('. I like that, and I think that letters should arrive.')
    ),
    paragraph(
      text(
        'So when this article was published, Strapi looked at the page behind the link, found the address where it takes pings, and knocked.'
      )
    ),
  ],
  notes: 'Written in the **playground** of `strapi-plugin-linkbacks`.',
});

/**
 * What the neighbour answers with.
 *
 * @param {string} articleUrl
 */
export const neighboursReply = (articleUrl) => ({
  title: 'Somebody wrote back',
  text: `It works. I had hardly written about letters when [an article about writing to strangers](${articleUrl}) knocked at my door.\n\nThe least that I can do is to knock at theirs.`,
});
