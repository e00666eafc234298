/** Half a character (a surrogate without its other half) is no Unicode text: each becomes U+FFFD. `toWellFormed` of ES2024. */
export const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

/** JSON whose strings are all Unicode text (RFC 8259, section 8.2), which parsers of other languages insist on. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'string' ? wellFormed(member) : member
  );
