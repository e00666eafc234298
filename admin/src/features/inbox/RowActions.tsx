import { Flex, IconButton } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { ICONS, labelOf, variantOf } from './actions';
import { MoreActions } from './MoreActions';
import { actionsFor } from './tabs';
import type { OfferedAction } from './tabs';

interface RowActionsProps {
  linkback: Linkback;
  busy: boolean;
  canModerate: boolean;
  onAction: (action: OfferedAction) => void;
  onOpen: () => void;
  /** Shows those of its entry only; null where that is so already. */
  onNarrow: (() => void) | null;
}

/** What can be done to one linkback: the likely things as buttons, the rest in a menu. */
export const RowActions = ({ linkback, busy, canModerate, onAction, onOpen, onNarrow }: RowActionsProps) => {
  const text = useText();
  const { status } = linkback;
  const { main, more } = canModerate ? actionsFor(linkback) : { main: [], more: [] };
  return (
    <Flex gap={1} justifyContent="flex-end">
      {main.map((action) => (
        <IconButton
          key={action}
          variant={variantOf(action)}
          label={text(labelOf(status, action))}
          disabled={busy}
          onClick={() => onAction(action)}
        >
          {ICONS[action]}
        </IconButton>
      ))}
      <MoreActions
        status={status}
        label={text('inbox.more')}
        actions={more}
        busy={busy}
        onAction={onAction}
        onOpen={onOpen}
        onNarrow={onNarrow}
      />
    </Flex>
  );
};
