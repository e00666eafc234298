import { cutText } from '../../core/html/text';
import type { Notice } from './types';

/** Linkbacks that one message lists; the inbox has the rest. */
const LISTED = 20;
const TITLE = 120;

/**
 * The message about what came in. Its subject has our own words only (a stranger's could be anything); what strangers
 * wrote stands in quotation marks in the text.
 *
 * @param o.inbox address of the inbox in the admin
 */
export const letterOf = (
  notices: readonly Notice[],
  o: { inbox: string }
): { subject: string; text: string } => {
  const held = notices.filter(waits).length;
  const shown = notices.length - held;
  const parts = [...(held ? [`${held} to decide on`] : []), ...(shown ? [`${shown} published`] : [])];
  const more = notices.length - LISTED;
  const text = [
    notices.length === 1 ? 'A site links to yours:' : `${notices.length} pages link to yours:`,
    ...notices.slice(0, LISTED).map(paragraphOf),
    ...(more > 0 ? [`… and ${more} more.`] : []),
    `Decide on them, or look at them, here:\n${o.inbox}`,
  ];
  return { subject: `Linkbacks: ${parts.join(', ')}`, text: `${text.join('\n\n')}\n` };
};

const waits = ({ event, linkback }: Notice): boolean =>
  event === 'linkback.proposed' || linkback.status === 'pending';

const stateOf = ({ event, linkback }: Notice): string => {
  if (event === 'linkback.proposed') return 'An update of what was approved waits for a decision.';
  return `${linkback.status === 'pending' ? 'Waits' : 'Published'}: ${linkback.reason}`;
};

/** Some providers send a text as HTML, too: there must be none in it. (URLs have these signs encoded.) */
const withoutMarkup = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›');

const paragraphOf = (notice: Notice): string => {
  const { title, source, target } = notice.linkback;
  return [
    ...(title ? [`“${cutText(withoutMarkup(title), TITLE)}”`] : []),
    source,
    `links to ${target}`,
    stateOf(notice),
  ].join('\n');
};
