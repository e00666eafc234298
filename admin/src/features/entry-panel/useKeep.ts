import { useCallback, useEffect, useRef, useState } from 'react';
import type { EntrySettings } from '../../../../server/src/contracts';
import { useUpdateEntryMutation } from '../../api';
import type { EntryRef } from '../../api';
import type { QueryError } from '../../query-types';

/** Milliseconds after the last letter of a text. */
const PAUSE = 500;

interface Keeping {
  /** Saves at once what there is to be saved. */
  keep: () => void;
  isKeeping: boolean;
  /** Why what is chosen now could not be saved. */
  error: QueryError | null;
}

/**
 * Saves changes by itself: a toggle at once, a text when nothing more is typed. One request at a time, so that none
 * overtakes another; what failed is not tried again before it is changed, or the field is left.
 */
export const useKeep = (
  entry: EntryRef,
  changes: Partial<EntrySettings> | null,
  onKept: (settings: EntrySettings) => void
): Keeping => {
  const [update, { isLoading: isKeeping }] = useUpdateEntryMutation();
  const [failed, setFailed] = useState<{ key: string; error: QueryError } | null>(null);
  const busy = useRef(false);
  const key = JSON.stringify(changes);

  const keep = async (): Promise<void> => {
    if (!changes || busy.current) return;
    busy.current = true;
    const answer = await update({ entry, settings: changes });
    busy.current = false;
    setFailed('error' in answer ? { key, error: answer.error } : null);
    if ('data' in answer) onKept(answer.data);
  };
  const latest = useRef(keep);
  useEffect(() => {
    latest.current = keep;
  });

  const hasFailed = failed?.key === key;
  const pause = changes && 'trackbackUrls' in changes ? PAUSE : 0;
  useEffect(() => {
    if (key === 'null' || isKeeping || hasFailed) return undefined;
    const timer = setTimeout(() => void latest.current(), pause);
    return () => clearTimeout(timer);
  }, [key, isKeeping, hasFailed, pause]);

  return {
    keep: useCallback(() => void latest.current(), []),
    isKeeping,
    error: hasFailed ? failed.error : null,
  };
};
