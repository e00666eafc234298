import { Button, Flex } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { ICONS, labelOf, variantOf } from '../inbox/actions';
import { MoreActions } from '../inbox/MoreActions';
import { actionsFor } from '../inbox/tabs';
import type { OfferedAction } from '../inbox/tabs';

interface DetailActionsProps {
  linkback: Linkback;
  busy: boolean;
  onAction: (action: OfferedAction) => void;
}

/** What can be done to the linkback, in words. */
export const DetailActions = ({ linkback, busy, onAction }: DetailActionsProps) => {
  const text = useText();
  const { main, more } = actionsFor(linkback);
  return (
    <Flex gap={2} wrap="wrap">
      {main.map((action) => (
        <Button
          key={action}
          variant={variantOf(action)}
          startIcon={ICONS[action]}
          disabled={busy}
          onClick={() => onAction(action)}
        >
          {text(labelOf(linkback, action))}
        </Button>
      ))}
      <MoreActions
        subject={linkback}
        label={text('inbox.more')}
        actions={more}
        busy={busy}
        onAction={onAction}
      />
    </Flex>
  );
};
