import type { JobPayload } from '../jobs';
import { mentionKeyOf, pingKeyOf } from '../ping-key';

/** What a received ping is found by while it waits, so that it is not left twice; null: nobody looks for such a job. */
export const waitingKeyOf = (payload: JobPayload): string | null => {
  if (payload.kind === 'verify') return pingKeyOf(payload.received, payload.sender);
  if (payload.kind === 'mention') return mentionKeyOf(payload);
  return null;
};
