import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { Ping } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { ExternalLink } from '../../components/ExternalLink';
import { When } from '../../components/When';
import { useText } from '../../text';
import type { MessageKey } from '../../text';

const Line = ({ name, children }: { name: MessageKey; children: ReactNode }) => {
  const text = useText();
  return (
    <Flex alignItems="baseline" gap={4}>
      <Typography tag="dt" variant="pi" fontWeight="bold" textColor="neutral600" width="14rem" shrink={0}>
        {text(name)}
      </Typography>
      <Typography tag="dd">{children}</Typography>
    </Flex>
  );
};

/** All that is known of one ping, with what the other side answered. */
export const DeliveryDetails = ({ ping }: { ping: Ping }) => {
  const text = useText();
  return (
    <Flex
      tag="dl"
      direction="column"
      alignItems="stretch"
      gap={2}
      paddingTop={3}
      paddingBottom={3}
      style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
    >
      <Line name="deliveries.source">
        <ExternalLink href={ping.source}>{hostAndPath(ping.source)}</ExternalLink>
      </Line>
      <Line name="deliveries.endpoint">{ping.endpoint ?? text('deliveries.endpoint.none')}</Line>
      <Line name="deliveries.answer">{ping.answer || text('deliveries.answer.none')}</Line>
      {ping.statusUrl ? (
        <Line name="deliveries.statusUrl">
          <ExternalLink href={ping.statusUrl}>{hostAndPath(ping.statusUrl)}</ExternalLink>
        </Line>
      ) : null}
      {ping.lastAttempt ? (
        <Line name="deliveries.lastAttempt">
          <When moment={ping.lastAttempt} />
        </Line>
      ) : null}
      <Line name="deliveries.created">
        <When moment={ping.created} />
      </Line>
    </Flex>
  );
};
