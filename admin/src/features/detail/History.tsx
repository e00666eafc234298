import { Flex, Typography } from '@strapi/design-system';
import type { HistoryEntry } from '../../../../server/src/contracts';
import { Card } from '../../components/Card';
import { Reason } from '../../components/Reason';
import { When } from '../../components/When';
import { useText } from '../../text';

/** What happened to a linkback, the latest first. */
export const History = ({ history }: { history: readonly HistoryEntry[] }) => {
  const text = useText();
  if (history.length === 0) return null;
  return (
    <Card title={text('detail.history')}>
      <Flex tag="ol" reversed direction="column" alignItems="stretch" gap={4}>
        {[...history].reverse().map((entry, index) => (
          <Flex key={index} tag="li" direction="column" alignItems="flex-start" gap={1}>
            <Flex gap={2} wrap="wrap">
              <Typography fontWeight="semiBold">{text(`detail.event.${entry.event}`)}</Typography>
              {entry.protocol ? (
                <Typography variant="pi" textColor="neutral600">
                  {text(`protocol.${entry.protocol}`)}
                </Typography>
              ) : null}
              <When moment={entry.at} small />
            </Flex>
            <Typography textColor="neutral600">
              <Reason why={entry.why} words={entry.sentence} />
            </Typography>
          </Flex>
        ))}
      </Flex>
    </Card>
  );
};
