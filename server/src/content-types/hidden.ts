/** Our tables are ours: the Content Manager and the Content-Type Builder do not show them. */
export const hidden = {
  'content-manager': { visible: false },
  'content-type-builder': { visible: false },
};

const required = { notNullable: true } as const;

/** A short text that is indexed: MySQL cannot index `text` and limits the length of keys. */
export const word = (size = 255) => ({ type: 'string', column: { ...required, args: [size] } }) as const;

/** A SHA-256 in hex, in place of long values in unique indexes. */
export const hash = () => word(64);

/** A whole number beyond 32 bits, such as a time in milliseconds. */
export const whole = () => ({ type: 'biginteger' }) as const;

/** The entry that a row belongs to; `entryLocale` is '' for none, since NULLs are distinct in unique indexes. */
export const entryRef = {
  entryUid: word(),
  entryDocumentId: word(64),
  entryLocale: word(32),
} as const;
