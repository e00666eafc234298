const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text for an element or a quoted attribute, in HTML and XML alike. */
export const escape = (text) => String(text ?? '').replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

/** Back from escaped text: the five names and numbers. */
export const unescape = (text) =>
  text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name.toLowerCase()];
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** The words of a piece of HTML. */
export const wordsOf = (html) =>
  unescape(
    html
      .replace(/<(script|style)\b.*?<\/\1>/gis, ' ')
      .replace(/<\/?(?:a|b|code|em|i|s|span|strong|u)(?:\s[^>]*)?>/gi, '')
      .replace(/<[^>]*>/g, ' ')
  )
    .replace(/\s+/g, ' ')
    .trim();

export const isHttpUrl = (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
