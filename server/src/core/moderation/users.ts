import { decodePart } from '../url/escapes';
import { normaliseEscapes, withoutTracking } from '../url/normalise';

/**
 * First segments on hosts of many users that name nobody, only a kind of thing, in lower case: `reddit.com/r/…`,
 * `flickr.com/photos/…`. A user of that name is taken for several, one for each segment that follows: that trusts and
 * remembers too little, not too much. Those of one or two letters are generic anyway: `/u/`, `/in/`, `/en/`.
 */
const GENERIC = new Set(
  `about account accounts activity all amp answer answers api app apps archive article articles author authors blog blogs board
  boards book bookmark bookmarks books categories category channel channels clip clips collection collections comment comments
  communities community companies company contact corp discover discussion discussions docs document documents domain download
  downloads edit embed entries entry event events explore export feed feeds file files flows forum forums galleries gallery gist
  gists group groups hashtag help home hub hubs image images index intent invite issues item items jobs joinchat latest
  learning library link list lists live login magazine magazines marketplace media member members message messages mobile moment
  moments new news note notes notifications open organisation organisations organization organizations org orgs page pages paste
  pastes people permalink photo photos picture pictures pin pins play player playlist playlists podcast podcasts poll popular
  post posts print private product products profile profiles project projects pub public publication publications pulse question
  questions raw read reader redirect reel reels release releases repo repos report results rss school search section service
  services set sets settings share shared short shorts show showcase showcases site sites snippet snippets space spaces sponsors
  stars status statuses stories story stream tag tagged tags team teams thread threads top topic topics track tracks trending
  unanswered update updates user users video videos view wall watch web wiki work works workspace workspaces write`.split(
    /\s+/
  )
);

/** One or two letters; languages with their region (`pt-br`, `zh-hans`); scripts, which tell pages apart by the query. */
const GENERIC_FORM =
  /^(?:[a-z\d_-]{1,2}|[a-z]{2}[-_](?:[a-z]{2}|[a-z]{4}|\d{3})|.+\.(?:php|aspx?|cgi|jsp|html?))$/;

/**
 * Whose page it is on a host of many users: the segments of its path as far as they are generic, and the one that follows
 * (`@jane`, `r/news`, `en/users/jane`); the whole page with its query (`watch?v=1`) where none follows. '' for the first page.
 * All spellings of one user are the same: letter case, escapes and empty segments make no difference.
 */
export const userOf = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string => {
  const segments = pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => decodePart(segment).toLowerCase());
  const at = segments.findIndex((segment, index) => !isGeneric(segment, segments[index + 1]));
  if (at !== -1) return segments.slice(0, at + 1).join('/');
  return segments.length === 0 ? '' : segments.join('/') + queryOf(search);
};

/** Also what stands before a name that says it is one: `hive-123/@jane`. */
const isGeneric = (segment: string, next = ''): boolean =>
  GENERIC.has(segment) || GENERIC_FORM.test(segment) || (next.startsWith('@') && !segment.startsWith('@'));

/** The parameters in one order, without those that only track; numbers of pages differ in letter case. */
const queryOf = (search: string): string => {
  const parameters = normaliseEscapes(withoutTracking(search)).replace(/^\?/, '').split('&');
  return parameters[0] === '' ? '' : `?${[...new Set(parameters)].sort().join('&')}`;
};
