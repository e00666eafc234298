import { Flex, IconButton } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { ICONS, labelOf, variantOf } from './actions';
import { MoreActions } from './MoreActions';
import { actionsFor, isUpdate, isUpdateAction } from './tabs';
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

/**
 * What can be done to one linkback: the likely things as buttons, the rest in a menu. What decides about an update stands
 * beside its words ({@link UpdateActions}).
 */
export const RowActions = ({ linkback, busy, canModerate, onAction, onOpen, onNarrow }: RowActionsProps) => {
  const text = useText();
  const { main, more } = canModerate ? actionsFor(linkback) : { main: [], more: [] };
  const buttons = isUpdate(linkback) ? main.filter((action) => !isUpdateAction(action)) : main;
  return (
    <Flex gap={1} justifyContent="flex-end">
      {buttons.map((action) => (
        <IconButton
          key={action}
          variant={variantOf(action)}
          label={text(labelOf(linkback, action))}
          disabled={busy}
          onClick={() => onAction(action)}
        >
          {ICONS[action]}
        </IconButton>
      ))}
      <MoreActions
        subject={linkback}
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
