import type { Reason } from '../reasons';

/** What a spam filter says of a linkback. `silent`: it was asked and said nothing, `not-asked`: nobody wanted to know. */
export type SpamOpinion = 'ham' | 'spam' | 'blatant-spam' | 'silent' | 'not-asked';

/** A reason that the opinion did not decide, with what is to be said of it. */
export const remarked = (why: Reason, opinion: SpamOpinion): Reason => {
  switch (opinion) {
    case 'ham':
      return { code: 'verdict.akismet-ham', values: { why } };
    case 'silent':
      return { code: 'verdict.akismet-silent', values: { why } };
    default:
      return why;
  }
};
