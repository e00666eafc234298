import { Button, Flex, Typography } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { ICONS, labelOf, variantOf } from './actions';
import { MoreActions } from './MoreActions';
import { actionsOnMany, isUpdate } from './tabs';
import type { OfferedAction, Tab } from './tabs';

interface BulkActionsProps {
  tab: Tab;
  selected: readonly Linkback[];
  busy: boolean;
  onAction: (action: OfferedAction) => void;
}

/** The actions of a tab, for the selected linkbacks; what is left out of some is said. */
export const BulkActions = ({ tab, selected, busy, onAction }: BulkActionsProps) => {
  const text = useText();
  const { main, more } = actionsOnMany(tab, selected);
  const updates = selected.filter(isUpdate).length;
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
          {text(labelOf({ status: tab }, action))}
        </Button>
      ))}
      <MoreActions
        subject={{ status: tab }}
        label={text('inbox.more.selected')}
        actions={more}
        busy={busy}
        onAction={onAction}
      />
      {updates > 0 ? (
        <Typography variant="pi" textColor="neutral800">
          {text('inbox.bulk.updates', { count: updates })}
        </Typography>
      ) : null}
    </Flex>
  );
};
