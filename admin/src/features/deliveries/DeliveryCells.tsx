import { Badge, Flex, Status, Typography } from '@strapi/design-system';
import type { Ping } from '../../../../server/src/contracts';
import { Column } from '../../components/Column';
import { When } from '../../components/When';
import { useText } from '../../text';
import { isOpen, variantOf } from '../entry-panel/ping-states';

/** How it stands, and by which protocol. */
export const State = ({ ping }: { ping: Ping }) => {
  const text = useText();
  return (
    <Column least="12rem">
      <Status variant={variantOf(ping.status)} size="S">
        <Typography variant="omega" fontWeight="bold">
          {text(`ping.${ping.status}`)}
        </Typography>
      </Status>
      <Flex gap={1} wrap="wrap">
        {ping.protocol ? <Badge size="S">{text(`protocol.${ping.protocol}`)}</Badge> : null}
        {ping.purpose === 'link' ? null : (
          <Badge size="S">{text(`deliveries.purpose.${ping.purpose}`)}</Badge>
        )}
      </Flex>
    </Column>
  );
};

/** How often it was tried, and when it is or was. */
export const Attempts = ({ ping }: { ping: Ping }) => {
  const text = useText();
  return (
    <Column least="9rem">
      <Typography textColor="neutral800">{text('deliveries.attempts', { count: ping.attempts })}</Typography>
      {isOpen(ping) && ping.nextAttempt ? (
        <Typography variant="pi" textColor="neutral600">
          {text('ping.next')} <When moment={ping.nextAttempt} small />
        </Typography>
      ) : null}
      {!isOpen(ping) && ping.lastAttempt ? <When moment={ping.lastAttempt} small /> : null}
    </Column>
  );
};
