import { Flex, Status, Typography } from '@strapi/design-system';
import type { Ping } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { Reason } from '../../components/Reason';
import { When } from '../../components/When';
import { useText } from '../../text';
import { isOpen, variantOf, whyOf } from './ping-states';
import { PingActions } from './PingActions';

interface Acting {
  canSend: boolean;
  /** Something was done to a ping. */
  onActed: () => void;
}

const PingRow = ({ ping, canSend, onActed }: { ping: Ping } & Acting) => {
  const text = useText();
  return (
    <Flex tag="li" direction="column" alignItems="stretch" gap={1}>
      <Flex gap={2} wrap="wrap">
        <Status variant={variantOf(ping.status)} size="S">
          <Typography variant="omega" fontWeight="bold">
            {text(`ping.${ping.status}`)}
          </Typography>
        </Status>
        {ping.protocol ? (
          <Typography variant="pi" textColor="neutral600">
            {text(`protocol.${ping.protocol}`)}
          </Typography>
        ) : null}
        {canSend ? <PingActions ping={ping} onDone={onActed} /> : null}
      </Flex>
      <Typography style={{ overflowWrap: 'anywhere' }}>{hostAndPath(ping.target)}</Typography>
      {ping.reason ? (
        <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
          <Reason why={whyOf(ping)} words={ping.reason} />
        </Typography>
      ) : null}
      {isOpen(ping) && ping.nextAttempt && ping.attempts > 0 ? (
        <Typography variant="pi" textColor="neutral600">
          {text('ping.next')} <When moment={ping.nextAttempt} small />
        </Typography>
      ) : null}
    </Flex>
  );
};

/** The pings of an entry with state, target and reason. */
export const PingList = ({ pings, total, ...acting }: { pings: readonly Ping[]; total: number } & Acting) => {
  const text = useText();
  if (pings.length === 0) return <Typography textColor="neutral600">{text('panel.pings.none')}</Typography>;
  return (
    <>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {pings.map((ping) => (
          <PingRow key={ping.id} ping={ping} {...acting} />
        ))}
      </Flex>
      {total > pings.length ? (
        <Typography variant="pi" textColor="neutral600">
          {text('panel.pings.more', { count: total - pings.length })}
        </Typography>
      ) : null}
    </>
  );
};
