import { useEffect, useState } from 'react';
import type { ListPingsResponse } from '../../../../server/src/contracts';
import { useEntryPingsQuery } from '../../api';
import type { EntryRef } from '../../api';
import type { Query } from '../../query-types';
import { pollingInterval } from './ping-states';

/** A job plans the pings after the entry has settled: so long after a publish its first ping may still appear. */
const EXPECTANT = 30_000;
const EXPECTANT_INTERVAL = 3_000;

interface EntryPings extends Query<ListPingsResponse> {
  /** Something will happen soon: look often for a while. */
  expect: () => void;
}

/** A first publish makes the edit view anew: an entry that has just been saved counts as changed. */
const justSaved = (version: string): boolean => Date.now() - Date.parse(version) < EXPECTANT;

/**
 * The pings of an entry, looked at again while one of them is still on its way, and for half a minute after a
 * save or publish, which changes `version` (the entry's `updatedAt`), or after `expect` is called.
 */
export const useEntryPings = (entry: EntryRef, version: string): EntryPings => {
  const [rate, setRate] = useState(0);
  const [expected, setExpected] = useState(() => (justSaved(version) ? 1 : 0));
  const [shown, setShown] = useState(version);
  if (shown !== version) {
    setShown(version);
    setExpected((times) => times + 1);
  }

  const list = useEntryPingsQuery(entry, {
    pollingInterval: expected > 0 ? EXPECTANT_INTERVAL : rate,
    refetchOnMountOrArgChange: true,
  });

  useEffect(() => {
    if (expected === 0) return;
    const timer = setTimeout(() => setExpected(0), EXPECTANT);
    return () => clearTimeout(timer);
  }, [expected]);

  useEffect(() => setRate(pollingInterval(list.data?.results ?? [], Date.now())), [list.data]);

  return { ...list, expect: () => setExpected((times) => times + 1) };
};
