import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import type { EntrySettingsResponse } from '../../../../server/src/contracts';
import type { EntryRef } from '../../api';
import { CopyField } from '../../components/CopyField';
import { PLUGIN_ID } from '../../pluginId';
import { useText } from '../../text';
import { inboxSearch } from '../inbox/query';
import { Discovery } from './Discovery';

interface ReceivedProps {
  entry: EntryRef;
  data: EntrySettingsResponse;
  canRead: boolean;
}

/** What others link to this entry, and the address where they announce it by hand. */
export const Received = ({ entry, data, canRead }: ReceivedProps) => {
  const text = useText();
  const { pending, approved } = data.counts.linkbacks;
  const status = pending > 0 ? 'pending' : 'approved';
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography variant="pi" fontWeight="bold" tag="h3">
          {text('panel.received')}
        </Typography>
        <Typography textColor="neutral600">{text('panel.received.counts', { approved, pending })}</Typography>
        {canRead && approved + pending > 0 ? (
          <Link tag={NavLink} to={`/plugins/${PLUGIN_ID}?${inboxSearch({ status, ...entry })}`}>
            {text('panel.received.inbox')}
          </Link>
        ) : null}
      </Flex>
      {data.trackbackUrl ? (
        <CopyField
          name="linkbacks-trackback-url"
          label={text('panel.trackbackUrl')}
          hint={text('panel.trackbackUrl.hint')}
          value={data.trackbackUrl}
        />
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {text('panel.trackbackUrl.none')}
        </Typography>
      )}
      {data.discovery ? <Discovery tags={data.discovery} /> : null}
    </Flex>
  );
};
