/** Everything outside the Char production of XML 1.0, section 2.2: control characters and lone surrogates. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Drops the characters that no XML document may contain, not even as a reference. */
export const dropIllegalXml = (text: string): string => text.replace(NOT_XML, '');

/** Text as the content of an element or of a quoted attribute. */
export const escapeXml = (text: string): string =>
  dropIllegalXml(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
