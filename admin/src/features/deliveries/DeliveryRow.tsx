import { Flex, IconButton, Typography } from '@strapi/design-system';
import { ChevronDown, ChevronUp, Filter } from '@strapi/icons';
import type { Ping, PingAction } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { Column } from '../../components/Column';
import { EntryLink } from '../../components/EntryLink';
import { ExternalLink } from '../../components/ExternalLink';
import { ListCell, ListCheckboxCell, ListRow } from '../../components/ListRow';
import { Reason } from '../../components/Reason';
import { useText } from '../../text';
import { actionsFor } from '../entry-panel/ping-actions';
import { PING_ICONS } from '../entry-panel/ping-icons';
import { whyOf } from '../entry-panel/ping-states';
import { Attempts, State } from './DeliveryCells';
import { DeliveryDetails } from './DeliveryDetails';

interface DeliveryRowProps {
  ping: Ping;
  /** Whether the details are shown below. */
  isOpen: boolean;
  canSend: boolean;
  busy: boolean;
  colSpan: number;
  /** Shows those of its entry only; null where that is so already. */
  onNarrow: (() => void) | null;
  onToggle: () => void;
  onAction: (action: PingAction) => void;
}

const Actions = ({ ping, isOpen, canSend, busy, onNarrow, onToggle, onAction }: DeliveryRowProps) => {
  const text = useText();
  return (
    <Flex gap={1} justifyContent="flex-end">
      {canSend
        ? actionsFor(ping).map((action) => (
            <IconButton
              key={action}
              variant="tertiary"
              label={text(`ping.action.${action}`)}
              disabled={busy}
              onClick={() => onAction(action)}
            >
              {PING_ICONS[action]}
            </IconButton>
          ))
        : null}
      {onNarrow ? (
        <IconButton variant="tertiary" label={text('filter.entry.only')} onClick={onNarrow}>
          <Filter />
        </IconButton>
      ) : null}
      <IconButton
        variant="tertiary"
        label={text(isOpen ? 'deliveries.hide' : 'deliveries.show')}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        {isOpen ? <ChevronUp /> : <ChevronDown />}
      </IconButton>
    </Flex>
  );
};

interface TableRowProps extends DeliveryRowProps {
  /** Strapi's table body hands it to its rows; the cells need it to be reached by keyboard. */
  'aria-rowindex'?: number;
}

const DeliveryRow = ({ 'aria-rowindex': index, ...props }: TableRowProps) => {
  const { ping, canSend } = props;
  return (
    <ListRow {...(index === undefined ? {} : { 'aria-rowindex': index })} tabIndex={-1} data-ping={ping.id}>
      {canSend ? <ListCheckboxCell id={ping.id} /> : null}
      <ListCell>
        <State ping={ping} />
      </ListCell>
      <ListCell>
        <Column least="16.5rem">
          <ExternalLink href={ping.target}>{hostAndPath(ping.target)}</ExternalLink>
        </Column>
      </ListCell>
      <ListCell>
        <Column least="11rem">
          <EntryLink entry={ping.entry} />
        </Column>
      </ListCell>
      <ListCell>
        <Attempts ping={ping} />
      </ListCell>
      <ListCell>
        <Column least="14rem">
          <Typography textColor="neutral600">
            <Reason why={whyOf(ping)} words={ping.reason} />
          </Typography>
        </Column>
      </ListCell>
      <ListCell>
        <Actions {...props} />
      </ListCell>
    </ListRow>
  );
};

const DetailsRow = ({ ping, colSpan, 'aria-rowindex': index }: TableRowProps) => (
  <ListRow {...(index === undefined ? {} : { 'aria-rowindex': index })}>
    <ListCell colSpan={colSpan}>
      <DeliveryDetails ping={ping} />
    </ListCell>
  </ListRow>
);

/** The row of a ping, and the one below it with its details when they are shown. */
export const deliveryRows = (props: DeliveryRowProps) => [
  <DeliveryRow key={props.ping.id} {...props} />,
  ...(props.isOpen ? [<DetailsRow key={`${props.ping.id}-details`} {...props} />] : []),
];
