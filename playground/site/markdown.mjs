import { escapeHtml, link } from './html.mjs';

/** Code, link, bare link, bold, italic: what an editor uses most. Raw HTML is shown as text. */
const INLINE =
  /`(?<code>[^`]+)`|\[(?<label>[^\]]*)\]\((?<url>[^\s()]+)(?:\s+"[^"]*")?\)|<(?<bare>https?:\/\/[^\s<>]+)>|\*\*(?<bold>.+?)\*\*|(?<![\w*])[*_](?<italic>[^*_]+)[*_](?![\w*])/g;

const inline = (text) => {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    html += escapeHtml(text.slice(end, match.index)) + mark(match.groups);
    end = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(end));
};

const mark = ({ code, label, url, bare, bold, italic }) => {
  if (code) return `<code>${escapeHtml(code)}</code>`;
  if (url) return link({ url, content: inline(label) });
  if (bare) return link({ url: bare, content: escapeHtml(bare) });
  return bold ? `<strong>${inline(bold)}</strong>` : `<em>${inline(italic)}</em>`;
};

const items = (lines, bullet) => lines.map((line) => `<li>${inline(line.replace(bullet, ''))}</li>`).join('');

const block = (text) => {
  const lines = text.split('\n');
  const every = (pattern) => lines.every((line) => pattern.test(line));
  const [, signs, heading] = /^(#{1,6})\s+(.+)$/.exec(text) ?? [];
  if (heading) {
    const level = Math.max(signs.length, 2);
    return `<h${level}>${inline(heading)}</h${level}>`;
  }
  if (every(/^[-*+]\s/)) return `<ul>${items(lines, /^[-*+]\s+/)}</ul>`;
  if (every(/^\d+[.)]\s/)) return `<ol>${items(lines, /^\d+[.)]\s+/)}</ol>`;
  if (every(/^>/)) return `<blockquote>${block(text.replace(/^>\s?/gm, ''))}</blockquote>`;
  return `<p>${inline(text)}</p>`;
};

/**
 * The common half of Markdown as HTML: enough for the notes of the demo's articles.
 *
 * @param {unknown} markdown the field's value, null when empty
 * @returns {string}
 */
export const renderMarkdown = (markdown) =>
  String(markdown ?? '')
    .replaceAll('\r\n', '\n')
    .split(/^```.*$/m)
    .flatMap((part, index) =>
      index % 2
        ? [`<pre><code>${escapeHtml(part.trim())}</code></pre>`]
        : part
            .split(/\n\s*\n/)
            .map((text) => text.trim())
            .filter(Boolean)
            .map(block)
    )
    .join('\n');
