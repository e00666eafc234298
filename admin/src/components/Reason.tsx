import type { Reason as Why } from '../../../server/src/contracts';
import { useReasons } from './useReasons';

interface ReasonProps {
  why: Why | null | undefined;
  /** The server's own words: what there is of rows from before there were codes. */
  words: string | null;
}

/** Some reasons are the rest of a sentence elsewhere. */
const asSentence = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** What the server says, in the language of the admin. Nothing for the moment in which the sentences come. */
export const Reason = ({ why, words }: ReasonProps) => {
  const { say, isReady } = useReasons();
  if (!isReady) return null;
  const text = say(why, words);
  return <>{why && why.code !== 'words' ? asSentence(text) : text}</>;
};
