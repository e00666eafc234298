/**
 * UTF-16 units that are read of one field: of Markdown and HTML from its beginning, of blocks their texts and addresses.
 * Links behind that are not found, and the preview says so. Some 22,000 English words.
 */
export const MAX_FIELD = 131_072;
