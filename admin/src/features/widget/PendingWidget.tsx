import { Box, Flex, IconButton, Table, Tbody, Td, Tr, Typography } from '@strapi/design-system';
import { Check, Shield } from '@strapi/icons';
import { useNotification, Widget } from '@strapi/strapi/admin';
import type { Linkback, LinkbackAction } from '../../../../server/src/contracts';
import { useListLinkbacksQuery, useModerateLinkbacksMutation } from '../../api';
import { hostAndPath } from '../../components/addresses';
import { ExternalLink } from '../../components/ExternalLink';
import { Rights } from '../../components/Rights';
import { useErrorText } from '../../components/useErrorText';
import { When } from '../../components/When';
import { PERMISSIONS } from '../../permissions';
import { useText } from '../../text';
import { Words } from './Words';

/** As many as fit; the inbox has the rest. */
const SHOWN = 5;

const useDecision = () => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [moderate, { isLoading: busy }] = useModerateLinkbacksMutation();
  const decide = async (action: LinkbackAction, { id }: Linkback) => {
    const answer = await moderate({ action, ids: [id] });
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    const [result] = answer.data.results;
    if (result?.ok)
      toggleNotification({ type: 'success', message: text(`inbox.done.${action}`, { count: 1 }) });
    else toggleNotification({ type: 'danger', message: result?.error ?? text('failed.unknown') });
  };
  return { decide, busy };
};

const Decide = ({ linkback }: { linkback: Linkback }) => {
  const text = useText();
  const { decide, busy } = useDecision();
  return (
    <Flex gap={1} justifyContent="flex-end">
      <IconButton
        label={text('inbox.action.approve')}
        variant="success-light"
        disabled={busy}
        onClick={() => decide('approve', linkback)}
      >
        <Check />
      </IconButton>
      <IconButton
        label={text('inbox.action.spam')}
        variant="tertiary"
        disabled={busy}
        onClick={() => decide('spam', linkback)}
      >
        <Shield />
      </IconButton>
    </Flex>
  );
};

const Row = ({ linkback, canModerate }: { linkback: Linkback; canModerate: boolean }) => (
  <Tr>
    <Td>
      <Words>
        <ExternalLink href={linkback.source}>{linkback.title ?? hostAndPath(linkback.source)}</ExternalLink>
        <Typography variant="pi" textColor="neutral600">
          {linkback.entry.title ?? hostAndPath(linkback.target)}
        </Typography>
      </Words>
    </Td>
    <Td>
      <When moment={linkback.received} small />
    </Td>
    <Td>{canModerate ? <Decide linkback={linkback} /> : null}</Td>
  </Tr>
);

/** What waits for a decision, the newest first, to be decided on the spot. */
export const PendingWidget = () => {
  const text = useText();
  const { data, error } = useListLinkbacksQuery(
    { status: 'pending', pageSize: SHOWN },
    { refetchOnMountOrArgChange: true }
  );
  if (error && !data) return <Widget.Error />;
  if (!data) return <Widget.Loading />;
  if (data.results.length === 0) return <Widget.NoData>{text('widget.pending.none')}</Widget.NoData>;
  return (
    <Rights permissions={PERMISSIONS.moderation}>
      {({ allowedActions }) => (
        <Box>
          <Table colCount={3} rowCount={data.results.length}>
            <Tbody>
              {data.results.map((linkback) => (
                <Row
                  key={linkback.id}
                  linkback={linkback}
                  canModerate={allowedActions.canModerate === true}
                />
              ))}
            </Tbody>
          </Table>
          {data.pagination.total > SHOWN ? (
            <Typography variant="pi" textColor="neutral600">
              {text('widget.more', { count: data.pagination.total - SHOWN })}
            </Typography>
          ) : null}
        </Box>
      )}
    </Rights>
  );
};
