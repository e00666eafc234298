/** What a spam filter says of a linkback. `silent`: it was asked and said nothing, `not-asked`: nobody wanted to know. */
export type SpamOpinion = 'ham' | 'spam' | 'blatant-spam' | 'silent' | 'not-asked';

/** The end of a reason that the opinion did not decide; '' when there is nothing to say. */
export const remark = (opinion: SpamOpinion): string => {
  switch (opinion) {
    case 'ham':
      return ' Akismet has no objection.';
    case 'silent':
      return ' Akismet could not be asked.';
    default:
      return '';
  }
};
