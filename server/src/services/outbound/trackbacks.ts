import type { PingStatus } from '../../core/types';
import type { PingRow } from './rows';

/** States of a trackback that stands for the link it belongs to: it was sent, or is to be. */
const COUNTING: ReadonlySet<PingStatus> = new Set<PingStatus>([
  'waiting',
  'queued',
  'sending',
  'sent',
  'failed',
]);

/** The explicit trackback URLs among an entry's pings that replace the other protocols for a link (DESIGN rule 3). */
export const countingTrackbacks = (pings: readonly Pick<PingRow, 'kind' | 'status' | 'target'>[]): string[] =>
  pings
    .filter(({ kind, status }) => kind === 'trackback' && COUNTING.has(status))
    .map(({ target }) => target);

/** The trackback URLs that a plan looks at: those named now, and those that got their trackback once. */
export const namedTrackbacks = (
  named: readonly string[],
  pings: readonly Pick<PingRow, 'kind' | 'status' | 'target'>[]
): string[] => {
  const sent = pings.filter(({ kind, status }) => kind === 'trackback' && status === 'sent');
  return [...new Set([...named, ...sent.map(({ target }) => target)])];
};
