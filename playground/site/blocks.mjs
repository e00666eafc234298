import { escapeHtml, link, safeUrl } from './html.mjs';

const MARKS = [
  ['code', 'code'],
  ['bold', 'strong'],
  ['italic', 'em'],
  ['underline', 'u'],
  ['strikethrough', 's'],
];

const words = (node) =>
  MARKS.reduce(
    (html, [mark, tag]) => (node[mark] ? `<${tag}>${html}</${tag}>` : html),
    escapeHtml(node.text).replaceAll('\n', '<br>')
  );

const children = (node) => (node.children ?? []).map(render).join('');

const image = ({ image: file }) => {
  const src = safeUrl(file?.url);
  return src ? `<figure><img src="${src}" alt="${escapeHtml(file.alternativeText)}"></figure>` : '';
};

const RENDERERS = {
  text: words,
  paragraph: (node) => `<p>${children(node)}</p>`,
  // The page's own heading is the only h1.
  heading: (node) => {
    const level = Math.min(Math.max(Number(node.level) || 2, 2), 6);
    return `<h${level}>${children(node)}</h${level}>`;
  },
  list: (node) => (node.format === 'ordered' ? `<ol>${children(node)}</ol>` : `<ul>${children(node)}</ul>`),
  'list-item': (node) => `<li>${children(node)}</li>`,
  quote: (node) => `<blockquote><p>${children(node)}</p></blockquote>`,
  code: (node) => `<pre><code>${children(node)}</code></pre>`,
  link: (node) => link({ url: node.url, content: children(node) }),
  image,
};

const render = (node) => (RENDERERS[node?.type] ?? children)(node ?? {});

/**
 * Strapi's "blocks" as HTML. Unknown nodes show their children.
 *
 * @param {unknown} blocks the field's value, null when empty
 * @returns {string}
 */
export const renderBlocks = (blocks) => (Array.isArray(blocks) ? blocks.map(render).join('\n') : '');
