/** What a peer answered: any value at all means success (Pingback 1.0, section 3). */
export type MethodResponse =
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'fault'; readonly code: number; readonly message: string };

/** How far behind the name of a fault's member its value is looked for. */
const REACH = 2_000;

const FAULT = /<fault[\s>]/i;
const PARAMS = /<params[\s/>]/i;

/**
 * Last resort for answers that the deserializer cannot read: faults without their struct or without closing tags,
 * values of unknown types.
 *
 * @returns null when the text is neither clearly a fault nor clearly a success
 */
export const readLooseResponse = (xml: string): MethodResponse | null => {
  if (FAULT.test(xml)) {
    const code = /^-?\d+/.exec(memberValue(xml, 'faultCode'))?.[0];
    const message = xml.includes('faultCode')
      ? memberValue(xml, 'faultString')
      : withoutTags(after(xml, FAULT));
    return { kind: 'fault', code: Number(code ?? 0), message };
  }
  if (PARAMS.test(xml) && /<\/methodResponse\s*>/i.test(xml)) {
    return { kind: 'value', text: withoutTags(after(xml, PARAMS)) };
  }
  return null;
};

/** The text between a member's name and the next member: its value, of whatever type, or none. */
const memberValue = (xml: string, name: string): string => {
  const start = xml.indexOf(name);
  if (start === -1) return '';
  const rest = xml.slice(start + name.length, start + name.length + REACH);
  const end = rest.search(/<\/member|<member|<name/i);
  return withoutTags(end === -1 ? rest : rest.slice(0, end));
};

const after = (xml: string, tag: RegExp): string => {
  const start = xml.search(tag);
  return xml.slice(start, start + REACH);
};

const withoutTags = (xml: string): string =>
  xml
    .replace(/<!\[CDATA\[|\]\]>/g, '')
    .replace(/<[^<>]*>|\s+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
