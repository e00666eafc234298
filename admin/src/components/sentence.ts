import type { Reason } from '../../../server/src/contracts';

/** What was put into a sentence as it is, such as names of hosts, at any depth. */
const givenIn = (why: Reason): string[] =>
  Object.values('values' in why ? why.values : {}).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null ? givenIn(value as Reason) : [String(value)]
  );

/**
 * The words of a reason as a sentence: some are the rest of one elsewhere ("Waiting for our page: it does not show this
 * link yet."). What was put in as it is, a host or what a server answered, stays so at the beginning too.
 */
export const asSentence = (text: string, why: Reason | null | undefined): string => {
  if (!why || givenIn(why).some((given) => given !== '' && text.startsWith(given))) return text;
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
};
