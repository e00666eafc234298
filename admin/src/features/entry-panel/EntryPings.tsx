import { Button, Flex, Link, Loader, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { NavLink } from 'react-router-dom';
import type { EntrySettingsResponse } from '../../../../server/src/contracts';
import type { EntryRef } from '../../api';
import { Reason } from '../../components/Reason';
import { useErrorText } from '../../components/useErrorText';
import { PLUGIN_ID } from '../../pluginId';
import { useText } from '../../text';
import { deliveriesSearch } from '../deliveries/query';
import { PingList } from './PingList';
import { Preview } from './Preview';
import { useEntryPings } from './useEntryPings';
import { useSendNow } from './useSendNow';

interface EntryPingsProps {
  entry: EntryRef;
  data: EntrySettingsResponse;
  version: string;
  canSend: boolean;
  canRead: boolean;
}

/** Who was told about this entry, how it went, and a button that tells the others now. */
export const EntryPings = ({ entry, data, version, canSend, canRead }: EntryPingsProps) => {
  const text = useText();
  const errorText = useErrorText();
  const { data: pings, isLoading, error, expect } = useEntryPings(entry, version);
  const { sendNow, sending } = useSendNow();
  const { sendBlocked, sendBlockedWhy } = data.effective;
  const onSend = async () => {
    if (await sendNow(entry)) expect();
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography variant="pi" fontWeight="bold" tag="h3">
        {text('panel.pings')}
      </Typography>
      {sendBlocked ? (
        <Typography variant="pi" textColor="warning700" role="note">
          <Reason why={sendBlockedWhy} words={sendBlocked} />
        </Typography>
      ) : null}
      {isLoading ? <Loader small>{text('panel.pings.loading')}</Loader> : null}
      {error ? (
        <Typography textColor="danger600" role="alert">
          {text('panel.pings.failed', { reason: errorText(error) })}
        </Typography>
      ) : null}
      {pings ? (
        <PingList pings={pings.results} total={pings.pagination.total} canSend={canSend} onActed={expect} />
      ) : null}
      {canRead && pings && pings.pagination.total > 0 ? (
        <Link tag={NavLink} to={`/plugins/${PLUGIN_ID}/deliveries?${deliveriesSearch(entry)}`}>
          {text('panel.pings.log')}
        </Link>
      ) : null}
      <Preview entry={entry} version={version} />
      {canSend ? (
        <Button
          variant="secondary"
          fullWidth
          startIcon={<PaperPlane />}
          disabled={data.url === null || sendBlocked !== null}
          loading={sending}
          onClick={onSend}
        >
          {text('panel.sendNow')}
        </Button>
      ) : null}
      {canSend && data.url === null ? (
        <Typography variant="pi" textColor="neutral600">
          {text('panel.sendNow.unpublished')}
        </Typography>
      ) : null}
    </Flex>
  );
};
