import { useEffect, useState } from 'react';
import type { ListPingsQuery, ListPingsResponse } from '../../../../server/src/contracts';
import { usePingsQuery } from '../../api';
import { useVisible } from '../../components/useVisible';
import type { Query } from '../../query-types';
import { refreshInterval } from './refresh';

/** The delivery log, looked at again while something is under way and the page can be seen. */
export const useDeliveries = (request: ListPingsQuery): Query<ListPingsResponse> => {
  const visible = useVisible();
  const [rate, setRate] = useState(0);
  const list = usePingsQuery(request, {
    pollingInterval: visible ? rate : 0,
    refetchOnMountOrArgChange: true,
  });
  useEffect(() => setRate(refreshInterval(list.data, Date.now())), [list.data]);
  return list;
};
