import { Button, Flex } from '@strapi/design-system';
import type { Ping, PingAction } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { actionsFor } from '../entry-panel/ping-actions';
import { PING_ICONS } from '../entry-panel/ping-icons';

interface DeliveryBulkActionsProps {
  pings: Ping[];
  busy: boolean;
  onAction: (action: PingAction, pings: Ping[]) => void;
}

/** What can be done to the selected pings; each action goes to those that it fits. */
export const DeliveryBulkActions = ({ pings, busy, onAction }: DeliveryBulkActionsProps) => {
  const text = useText();
  const fitting = (action: PingAction) => pings.filter((ping) => actionsFor(ping).includes(action));
  return (
    <Flex gap={2} wrap="wrap">
      {(['retry', 'cancel', 'forget'] as const)
        .map((action) => ({ action, subjects: fitting(action) }))
        .filter(({ subjects }) => subjects.length > 0)
        .map(({ action, subjects }) => (
          <Button
            key={action}
            size="S"
            variant={action === 'forget' ? 'danger-light' : 'tertiary'}
            startIcon={PING_ICONS[action]}
            disabled={busy}
            onClick={() => onAction(action, subjects)}
          >
            {text(`deliveries.bulk.${action}`, { count: subjects.length })}
          </Button>
        ))}
    </Flex>
  );
};
