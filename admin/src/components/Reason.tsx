import type { Reason as Why } from '../../../server/src/contracts';
import { asSentence } from './sentence';
import { useReasons } from './useReasons';

interface ReasonProps {
  why: Why | null | undefined;
  /** The server's own words: what there is of rows from before there were codes. */
  words: string | null;
}

/** What the server says, in the language of the admin. Nothing for the moment in which the sentences come. */
export const Reason = ({ why, words }: ReasonProps) => {
  const { say, isReady } = useReasons();
  if (!isReady) return null;
  return <>{asSentence(say(why, words), why)}</>;
};
