import { Box, Flex, IconButton, Table, Tbody, Typography } from '@strapi/design-system';
import { Check, Shield } from '@strapi/icons';
import { Widget } from '@strapi/strapi/admin';
import type { Linkback, ListLinkbacksResponse } from '../../../../server/src/contracts';
import { useListLinkbacksQuery } from '../../api';
import { hostAndPath } from '../../components/addresses';
import { ExternalLink } from '../../components/ExternalLink';
import { ListCell, ListRow } from '../../components/ListRow';
import { Rights } from '../../components/Rights';
import { When } from '../../components/When';
import { PERMISSIONS } from '../../permissions';
import { useText } from '../../text';
import { UndoBar } from '../inbox/UndoBar';
import { useKeptFocus } from '../inbox/useKeptFocus';
import { useModeration } from '../inbox/useModeration';
import type { Moderation } from '../inbox/useModeration';
import { Words } from './Words';

/** As many as fit; the inbox has the rest. */
const SHOWN = 5;

const NONE: readonly Linkback[] = [];

interface DecideProps {
  linkback: Linkback;
  moderation: Moderation;
}

const Decide = ({ linkback, moderation: { act, busy } }: DecideProps) => {
  const text = useText();
  return (
    <Flex gap={1} justifyContent="flex-end">
      <IconButton
        label={text('inbox.action.approve')}
        variant="success-light"
        disabled={busy}
        onClick={() => void act('approve', [linkback])}
      >
        <Check />
      </IconButton>
      <IconButton
        label={text('inbox.action.spam')}
        variant="tertiary"
        disabled={busy}
        onClick={() => void act('spam', [linkback])}
      >
        <Shield />
      </IconButton>
    </Flex>
  );
};

const Row = ({ canModerate, ...decide }: DecideProps & { canModerate: boolean }) => {
  const { linkback } = decide;
  return (
    <ListRow tabIndex={-1} data-linkback={linkback.id}>
      <ListCell>
        <Words>
          <ExternalLink href={linkback.source}>{linkback.title ?? hostAndPath(linkback.source)}</ExternalLink>
          <Typography variant="pi" textColor="neutral600">
            {linkback.entry.title ?? hostAndPath(linkback.target)}
          </Typography>
        </Words>
      </ListCell>
      <ListCell>
        <When moment={linkback.received} small />
      </ListCell>
      <ListCell>{canModerate ? <Decide {...decide} /> : null}</ListCell>
    </ListRow>
  );
};

/** The latest of what waits; the last one that was decided leaves nothing but its undo. */
const Waiting = ({ list, moderation }: { list: ListLinkbacksResponse; moderation: Moderation }) => {
  const text = useText();
  if (list.results.length === 0) return <Widget.NoData>{text('widget.pending.none')}</Widget.NoData>;
  return (
    <Rights permissions={PERMISSIONS.moderation}>
      {({ allowedActions }) => (
        <Box>
          <Table colCount={3} rowCount={list.results.length}>
            <Tbody>
              {list.results.map((linkback) => (
                <Row
                  key={linkback.id}
                  linkback={linkback}
                  moderation={moderation}
                  canModerate={allowedActions.canModerate === true}
                />
              ))}
            </Tbody>
          </Table>
          {list.pagination.total > SHOWN ? (
            <Typography variant="pi" textColor="neutral600">
              {text('widget.more', { count: list.pagination.total - SHOWN })}
            </Typography>
          ) : null}
        </Box>
      )}
    </Rights>
  );
};

/** A decision takes its row away: the one that comes in its place gets the focus. */
const useModerationFromRows = (linkbacks: readonly Linkback[]): Moderation => {
  const { act, ...moderation } = useModeration();
  const keepFocus = useKeptFocus(linkbacks);
  return {
    ...moderation,
    act: (action, chosen) => {
      keepFocus();
      return act(action, chosen);
    },
  };
};

/** What waits for a decision, the newest first, to be decided on the spot. */
export const PendingWidget = () => {
  const { data, error } = useListLinkbacksQuery(
    { status: 'pending', pageSize: SHOWN },
    { refetchOnMountOrArgChange: true }
  );
  const moderation = useModerationFromRows(data?.results ?? NONE);
  if (error && !data) return <Widget.Error />;
  if (!data) return <Widget.Loading />;
  return (
    <>
      <Waiting list={data} moderation={moderation} />
      <UndoBar moderation={moderation} />
    </>
  );
};
