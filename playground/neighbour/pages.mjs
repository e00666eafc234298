import { escape, isHttpUrl } from './html.mjs';
import { renderText } from './posts.mjs';
import { advertise } from './trackback.mjs';

export const SITE_NAME = 'The Neighbour';

const STYLE = `body { max-width: 38rem; margin: 0 auto; padding: 2rem 1.25rem; background: #f6f1e7; color: #2d2a26;
  font: 1.0625rem/1.6 Georgia, serif; }
a { color: #8a3b12; }
.quiet { color: #6f675c; font-size: 0.875rem; }
li { overflow-wrap: anywhere; }
form { display: grid; gap: 0.5rem; margin-top: 3rem; }
input, textarea, select, button { font: inherit; padding: 0.4rem; }`;

/** `head` and `body` are HTML. */
const page = ({ title, head = '', body }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
${head}
</head>
<body>
<p><a href="/">${SITE_NAME}</a> <span class="quiet">a little blog that speaks pingback and trackback</span></p>
${body}
</body>
</html>
`;

const FORM = `<form method="post" action="/posts">
<h2>Write a post</h2>
<label>Title <input name="title" required></label>
<label for="text">Text, with links as [words](URL)</label>
<textarea id="text" name="text" rows="5" required placeholder="I have just read [an article](address of its page)."></textarea>
<label>Tell the linked sites by <select name="protocol"><option>pingback</option><option>trackback</option></select></label>
<button>Publish and ping</button>
</form>`;

/** @param {{ posts: readonly import('./posts.mjs').Post[] }} o */
export const homePage = ({ posts }) =>
  page({
    title: SITE_NAME,
    body: `${posts
      .map((post) => `<h2><a href="/posts/${post.slug}">${escape(post.title)}</a></h2>`)
      .join('\n')}\n${FORM}`,
  });

const linkbackItem = ({ source, title, excerpt, site, protocol }) =>
  `<li>${isHttpUrl(source) ? `<a href="${escape(source)}" rel="nofollow">${escape(title)}</a>` : escape(title)}
${site ? `<span class="quiet">${escape(site)}</span>` : ''} <span class="quiet">(${escape(protocol)})</span>
<p class="quiet">${escape(excerpt)}</p></li>`;

const pingItem = ({ target, protocol, ok, answer }) =>
  `<li>${escape(target)}: ${escape(protocol)} ${ok ? 'accepted' : 'failed'}. <span class="quiet">${escape(answer)}</span></li>`;

const list = (title, items) => (items.length > 0 ? `<h2>${title}</h2>\n<ul>${items.join('\n')}</ul>` : '');

/**
 * @param {{ post: import('./posts.mjs').Post, linkbacks: readonly import('./posts.mjs').Linkback[],
 *   url: string, pingback: string, trackback: string }} o addresses of the post and of its endpoints
 */
export const postPage = ({ post, linkbacks, url, pingback, trackback }) =>
  page({
    title: `${post.title} – ${SITE_NAME}`,
    head: `<link rel="pingback" href="${escape(pingback)}">`,
    body: `<h1>${escape(post.title)}</h1>
${renderText(post.text)}
${advertise({ url, title: post.title, endpoint: trackback })}
${list('They link here', linkbacks.map(linkbackItem))}
${list('Who was told', post.pings.map(pingItem))}`,
  });

export const messagePage = (text) => page({ title: text, body: `<h1>${escape(text)}</h1>` });
