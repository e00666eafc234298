/** Elements without content: they have no end tag. */
export const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  'area base basefont br col embed frame hr img input keygen link meta param source track wbr'.split(' ')
);

/**
 * Elements whose content is not part of the page as readers see it: no link and no text in them counts
 * (PROTOCOLS §4). `title` is reported apart.
 */
export const HIDDEN_ELEMENTS: ReadonlySet<string> = new Set(
  'script style textarea template noscript iframe noembed noframes xmp plaintext title'.split(' ')
);

/** Elements that stand inside a line of text; any other tag separates words. */
export const INLINE_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp ' +
    'small span strike strong sub sup time tt u var wbr'
  ).split(' ')
);

/** Elements whose text is a unit of its own: the words around a link are taken from the link's. */
export const BLOCK_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table td th tr ul'
  ).split(' ')
);

/** Which attribute of which element is a link (Webmention, receiver verification of HTML; PROTOCOLS §3). */
export const LINK_ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['a', 'href'],
  ['area', 'href'],
  ['link', 'href'],
  ['img', 'src'],
  ['video', 'src'],
  ['audio', 'src'],
  ['source', 'src'],
  ['iframe', 'src'],
  ['blockquote', 'cite'],
  ['q', 'cite'],
  ['ins', 'cite'],
  ['del', 'cite'],
]);
