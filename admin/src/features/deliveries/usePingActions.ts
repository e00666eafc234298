import { useNotification } from '@strapi/strapi/admin';
import type { Ping, PingAction } from '../../../../server/src/contracts';
import { useActOnPingsMutation } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useReasons } from '../../components/useReasons';
import { useText } from '../../text';
import { summarise } from '../inbox/summary';

/** Does an action to pings, and says what came of it. */
export const usePingActions = () => {
  const text = useText();
  const errorText = useErrorText();
  const { say } = useReasons();
  const { toggleNotification } = useNotification();
  const [send, { isLoading: busy }] = useActOnPingsMutation();

  const act = async (action: PingAction, pings: readonly Pick<Ping, 'id'>[]): Promise<void> => {
    const answer = await send({ action, ids: pings.map(({ id }) => id) });
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    const { done, failed, first } = summarise(answer.data.results);
    if (done > 0)
      toggleNotification({ type: 'success', message: text(`ping.done.${action}`, { count: done }) });
    if (first)
      toggleNotification({
        type: 'danger',
        message: text('deliveries.refused', { count: failed, reason: say(first.why, first.reason) }),
      });
  };
  return { act, busy };
};
