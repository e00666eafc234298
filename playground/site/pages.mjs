import { renderBlocks } from './blocks.mjs';
import { escapeHtml, link } from './html.mjs';
import { renderMarkdown } from './markdown.mjs';
import { STYLE } from './style.mjs';

const SITE_NAME = 'The Playground';

/** `head` and `body` are HTML. */
const page = ({ title, head = '', body }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
${head}
</head>
<body>
<header><a href="/">${SITE_NAME}</a></header>
<main>
${body}
</main>
<footer>Articles and linkbacks come from Strapi, through its public API only.</footer>
</body>
</html>
`;

const date = (iso) => {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const words = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(time);
  return `<time datetime="${time.toISOString()}">${words}</time>`;
};

/** @param {{ articles: readonly { slug: string, title: string, summary?: string | null, publishedAt: string }[] }} o */
export const homePage = ({ articles }) => {
  const teasers = articles.map(
    (article) => `<article>
<h2><a href="/articles/${encodeURIComponent(article.slug)}">${escapeHtml(article.title)}</a></h2>
<p class="by">${date(article.publishedAt)}</p>
<p>${escapeHtml(article.summary)}</p>
</article>`
  );
  return page({
    title: SITE_NAME,
    body: `<h1>Articles</h1>\n${teasers.join('\n') || '<p>Nothing is published yet.</p>'}`,
  });
};

/** One linkback: what it says comes from other sites, so all of it is escaped. */
const linkbackItem = (linkback) => {
  const name = escapeHtml(linkback.title || linkback.source);
  const site = linkback.author?.name || linkback.siteName;
  return `<li>
${link({ url: linkback.source, content: name, rel: 'nofollow ugc' })}${site ? ` <span class="by">on ${escapeHtml(site)}</span>` : ''}
${linkback.excerpt ? `<blockquote><p>${escapeHtml(linkback.excerpt)}</p></blockquote>` : ''}
<p class="by">${escapeHtml(linkback.protocol)}, ${date(linkback.published ?? linkback.received)}</p>
</li>`;
};

const linkbackSection = ({ linkbacks, total }) =>
  `<section id="linkbacks">
<h2>${total === 1 ? 'One site links here' : total ? `${total} sites link here` : 'No site links here yet'}</h2>
<ul class="linkbacks">${linkbacks.map(linkbackItem).join('\n')}</ul>
</section>`;

/**
 * @param {{ article: Record<string, unknown>, discovery: { html: string | null, rdf: string | null } | null,
 *   linkbacks: readonly Record<string, unknown>[], total: number }} o `discovery.html` and `.rdf` are put into
 *   the page as they come: they are made for that.
 */
export const articlePage = ({ article, discovery, linkbacks, total }) =>
  page({
    title: `${article.title} – ${SITE_NAME}`,
    head: discovery?.html ?? '',
    body: `<article>
<h1>${escapeHtml(article.title)}</h1>
<p class="by">${date(article.publishedAt)}</p>
${renderBlocks(article.body)}
${renderMarkdown(article.notes)}
</article>
${linkbackSection({ linkbacks, total })}
${discovery?.rdf ?? ''}`,
  });

/** @param {{ title: string, text: string }} o */
export const messagePage = ({ title, text }) =>
  page({
    title: `${title} – ${SITE_NAME}`,
    body: `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(text)}</p>`,
  });
