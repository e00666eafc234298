import { Button, Flex } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { ICONS, labelOf, variantOf } from './actions';
import { UPDATE_ACTIONS } from './tabs';
import type { OfferedAction } from './tabs';

interface UpdateActionsProps {
  linkback: Linkback;
  busy: boolean;
  onAction: (action: OfferedAction) => void;
}

/** The decision about an update, in words and beside what it publishes or refuses. */
export const UpdateActions = ({ linkback, busy, onAction }: UpdateActionsProps) => {
  const text = useText();
  return (
    <Flex gap={2} wrap="wrap">
      {UPDATE_ACTIONS.map((action) => (
        <Button
          key={action}
          size="S"
          variant={variantOf(action)}
          startIcon={ICONS[action]}
          disabled={busy}
          onClick={() => onAction(action)}
        >
          {text(labelOf(linkback, action))}
        </Button>
      ))}
    </Flex>
  );
};
