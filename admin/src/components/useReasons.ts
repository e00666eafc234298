import { useCallback, useEffect, useReducer } from 'react';
import { useIntl } from 'react-intl';
import type { Reason } from '../../../server/src/contracts';
import { formatReason, loadReasons, reasonsIn } from '../translations/reasons';

/** What the server said as a code, in the language of the admin; else in its own words. */
export type SayReason = (why: Reason | null | undefined, words: string | null) => string;

/** `isReady`: whether the sentences of this language are there, or will not come. Until then the server's words stand in. */
export const useReasons = (): { say: SayReason; isReady: boolean } => {
  const intl = useIntl();
  const { locale } = intl;
  const [, showAnew] = useReducer((count: number) => count + 1, 0);
  const sentences = reasonsIn(locale);
  useEffect(() => {
    if (sentences !== undefined) return undefined;
    let isShown = true;
    void loadReasons(locale).then(() => isShown && showAnew());
    return () => {
      isShown = false;
    };
  }, [sentences, locale]);
  const say: SayReason = useCallback(
    (why, words) => (sentences && why ? formatReason(sentences, intl, why) : null) ?? words ?? '',
    [sentences, intl]
  );
  return { say, isReady: sentences !== undefined };
};
