import { Flex, IconButton } from '@strapi/design-system';
import { useState } from 'react';
import type { Ping, PingAction } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { ForgetDialog } from '../deliveries/ForgetDialog';
import { usePingActions } from '../deliveries/usePingActions';
import { actionsFor } from './ping-actions';
import { PING_ICONS } from './ping-icons';

interface PingActionsProps {
  ping: Ping;
  onDone: () => void;
}

/** What can be done to one ping. */
export const PingActions = ({ ping, onDone }: PingActionsProps) => {
  const text = useText();
  const { act, busy } = usePingActions();
  const [asking, setAsking] = useState(false);
  const run = async (action: PingAction) => {
    await act(action, [ping]);
    onDone();
  };
  return (
    <Flex gap={1}>
      {actionsFor(ping).map((action) => (
        <IconButton
          key={action}
          size="S"
          variant="ghost"
          label={text(`ping.action.${action}`)}
          disabled={busy}
          onClick={() => (action === 'forget' ? setAsking(true) : void run(action))}
        >
          {PING_ICONS[action]}
        </IconButton>
      ))}
      <ForgetDialog
        pings={asking ? [ping] : []}
        onConfirm={() => run('forget')}
        onClose={() => setAsking(false)}
      />
    </Flex>
  );
};
