import { normaliseUrl, normaliseWithFragment } from '../../core/url/normalise';
import type { JobPayload } from '../jobs';
import { hashOf } from '../keys';
import { pairKeyOf } from '../pair-key';

/** What a received ping is found by while it waits, so that it is not left twice; null: nobody looks for such a job. */
export const pairOf = (payload: JobPayload): string | null => {
  if (payload.kind === 'verify') return pairKeyOf(payload.received.source, payload.received.ref);
  if (payload.kind === 'mention')
    return hashOf(normaliseWithFragment(payload.source) ?? payload.source, normal(payload.target));
  return null;
};

const normal = (url: string): string => normaliseUrl(url) ?? url;
