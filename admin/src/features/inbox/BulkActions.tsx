import { Button, Flex } from '@strapi/design-system';
import { useText } from '../../text';
import { ICONS, labelOf, variantOf } from './actions';
import { MoreActions } from './MoreActions';
import { actionsOf } from './tabs';
import type { OfferedAction, Tab } from './tabs';

interface BulkActionsProps {
  tab: Tab;
  busy: boolean;
  onAction: (action: OfferedAction) => void;
}

/** The actions of a tab, for the selected linkbacks. */
export const BulkActions = ({ tab, busy, onAction }: BulkActionsProps) => {
  const text = useText();
  const { main, more } = actionsOf(tab);
  return (
    <Flex gap={2} wrap="wrap">
      {main.map((action) => (
        <Button
          key={action}
          size="S"
          variant={variantOf(action)}
          startIcon={ICONS[action]}
          disabled={busy}
          onClick={() => onAction(action)}
        >
          {text(labelOf(tab, action))}
        </Button>
      ))}
      <MoreActions
        status={tab}
        label={text('inbox.more.selected')}
        actions={more}
        busy={busy}
        onAction={onAction}
      />
    </Flex>
  );
};
