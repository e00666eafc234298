const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for an element or a quoted attribute. */
export const escapeHtml = (text) => String(text ?? '').replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/**
 * A URL that may stand in `href` or `src`, escaped; null for anything that could run (`javascript:`, `data:`).
 *
 * @param {unknown} url absolute, or relative to the page
 * @returns {string | null}
 */
export const safeUrl = (url) => {
  if (typeof url !== 'string' || !URL.canParse(url, 'http://page.invalid/')) return null;
  return SCHEMES.has(new URL(url, 'http://page.invalid/').protocol) ? escapeHtml(url) : null;
};

/** A link, or only its words when the URL is not one to follow. `content` is HTML. */
export const link = ({ url, content, rel = '' }) => {
  const href = safeUrl(url);
  if (!href) return content;
  return `<a href="${href}"${rel ? ` rel="${rel}"` : ''}>${content}</a>`;
};
