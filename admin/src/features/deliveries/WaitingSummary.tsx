import { Flex, Typography } from '@strapi/design-system';
import { Clock } from '@strapi/icons';
import type { ListPingsResponse } from '../../../../server/src/contracts';
import { asSentence } from '../../components/sentence';
import { useReasons } from '../../components/useReasons';
import { useText } from '../../text';

/** How many pings wait until our own page shows the link, and why it does not yet. */
export const WaitingSummary = ({ list }: { list: ListPingsResponse | undefined }) => {
  const text = useText();
  const { say, isReady } = useReasons();
  if (!isReady || !list || list.counts.waiting === 0) return null;
  return (
    <Flex
      role="note"
      alignItems="flex-start"
      gap={3}
      padding={4}
      marginBottom={4}
      background="neutral0"
      shadow="tableShadow"
      hasRadius
    >
      <Clock aria-hidden fill="neutral600" style={{ flexShrink: 0, marginTop: '0.2rem' }} />
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography fontWeight="semiBold">
          {text('deliveries.waiting', { count: list.counts.waiting })}
        </Typography>
        {list.waiting.map(({ reason, why, count }) => (
          <Typography key={reason ?? ''} textColor="neutral600">
            {text('deliveries.waiting.reason', {
              count,
              reason: asSentence(say(why, reason), why) || text('deliveries.waiting.first'),
            })}
          </Typography>
        ))}
      </Flex>
    </Flex>
  );
};
