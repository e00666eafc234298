import { IconButton, MenuItem, SimpleMenu } from '@strapi/design-system';
import { Eye, Filter, More } from '@strapi/icons';
import { useText } from '../../text';
import { ICONS, isGrave, labelOf } from './actions';
import type { OfferedAction } from './tabs';

interface MoreActionsProps {
  /** What the actions are done to. */
  subject: Parameters<typeof labelOf>[0];
  label: string;
  actions: readonly OfferedAction[];
  /** Something is being done: nothing else can be meanwhile. */
  busy: boolean;
  onAction: (action: OfferedAction) => void;
  /** Shows everything about the linkback. */
  onOpen?: () => void;
  /** Shows those of its entry only. */
  onNarrow?: (() => void) | null;
}

/** What is not needed at each linkback, in a menu. */
export const MoreActions = (props: MoreActionsProps) => {
  const { subject, label, actions, busy, onAction, onOpen, onNarrow } = props;
  const text = useText();
  return (
    <SimpleMenu
      label={label}
      tag={IconButton}
      icon={<More />}
      variant="tertiary"
      popoverPlacement="bottom-end"
    >
      {onOpen ? (
        <MenuItem startIcon={<Eye />} onSelect={onOpen}>
          {text('inbox.open')}
        </MenuItem>
      ) : null}
      {onNarrow ? (
        <MenuItem startIcon={<Filter />} onSelect={onNarrow}>
          {text('filter.entry.only')}
        </MenuItem>
      ) : null}
      {actions.map((action) => (
        <MenuItem
          key={action}
          startIcon={ICONS[action]}
          variant={isGrave(action) ? 'danger' : 'default'}
          disabled={busy}
          onSelect={() => onAction(action)}
        >
          {text(labelOf(subject, action))}
        </MenuItem>
      ))}
    </SimpleMenu>
  );
};
