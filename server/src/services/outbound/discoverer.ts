import type { PageReader } from '../../core/reading/page-reader';
import { err } from '../../core/result';
import { parseUrl } from '../../core/url/parse-url';
import { createFetchSlots } from '../inbound/fetch-slots';
import type { FetchLimits } from '../inbound/fetch-budgets';
import type { LimitedLog } from '../inbound/limited';

/** Asks the pages that entries link to how they want to be told. */
export type Discoverer = Pick<PageReader, 'discover'>;

const BUSY = err({ kind: 'unreachable', code: 'busy' } as const);

/**
 * Asks under the limits of `receive.fetches`, whatever an editor links to and wherever that redirects: a host, a domain
 * and a network get so many requests and bytes a minute, and a host and a domain so many at a time. They are counted apart
 * from those of received pings, so that strangers cannot use up what an editor has. What is beyond is `busy`.
 *
 * Places in all are those of `send.concurrency`, and slow pages keep theirs: many sites of one provider share a network.
 */
export const createDiscoverer = (o: {
  reader: Discoverer;
  limits: FetchLimits;
  limited: LimitedLog;
}): Discoverer => {
  const { reader, limited } = o;
  const many = Number.MAX_SAFE_INTEGER;
  const slots = createFetchSlots({
    limits: { ...o.limits, total: many, network: many },
    limited,
    triesSilent: true,
  });
  return {
    async discover(target, options, calls = {}) {
      const url = parseUrl(target);
      // The client says why it does not ask.
      if (!url) return reader.discover(target, options, calls);
      const slot = slots.enter(url, calls.signal ? { signal: calls.signal } : {});
      if (!slot) return BUSY;
      try {
        return await reader.discover(target, options, { ...calls, guard: slot, signal: slot.signal });
      } finally {
        slot.leave();
      }
    },
  };
};
