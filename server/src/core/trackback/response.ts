/** What a TrackBack response says; `message` is the peer's, still escaped. */
export interface TrackbackResponse {
  readonly error: boolean;
  readonly message: string;
}

/**
 * Reads a response (TrackBack 1.2, "Sending a TrackBack Ping") among whatever a peer prints around it.
 *
 * @returns null when there is none
 */
export const readTrackbackResponse = (text: string): TrackbackResponse | null => {
  const code = /<error[^<>]*>(?:\s|<!\[CDATA\[)*(\d+)/i.exec(text)?.[1];
  if (code === undefined) return null;
  return { error: Number(code) !== 0, message: messageIn(text) };
};

/** What stands in a `<message>`, of whatever XML; '' when there is none. */
export const messageIn = (text: string): string => {
  const start = /<message[^<>]*>/i.exec(text);
  if (start === null) return '';
  const rest = text.slice(start.index + start[0].length);
  const end = rest.search(/<\/message/i);
  return (end === -1 ? rest : rest.slice(0, end)).replace(/<!\[CDATA\[|\]\]>/g, '');
};
