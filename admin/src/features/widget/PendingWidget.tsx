import { Box, Flex, IconButton, Table, Tbody, Typography } from '@strapi/design-system';
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
import { ICONS, labelOf, variantOf } from '../inbox/actions';
import { AuthorPage } from '../inbox/AuthorPage';
import { ClaimedPage } from '../inbox/ClaimedPage';
import { describeSender } from '../inbox/describe';
import { Excerpt } from '../inbox/Excerpt';
import { isUpdate } from '../inbox/tabs';
import type { OfferedAction } from '../inbox/tabs';
import { UndoBar } from '../inbox/UndoBar';
import { Update } from '../inbox/Update';
import { UpdateActions } from '../inbox/UpdateActions';
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

/** As icons: what is likely. An update is decided beside its words. */
const Decide = ({ linkback, moderation: { act, busy } }: DecideProps) => {
  const text = useText();
  const actions: readonly OfferedAction[] = isUpdate(linkback) ? ['spam'] : ['approve', 'spam'];
  return (
    <Flex gap={1} justifyContent="flex-end">
      {actions.map((action) => (
        <IconButton
          key={action}
          label={text(labelOf(linkback, action))}
          variant={variantOf(action)}
          disabled={busy}
          onClick={() => void act(action, [linkback])}
        >
          {ICONS[action]}
        </IconButton>
      ))}
    </Flex>
  );
};

type RowProps = DecideProps & { canModerate: boolean };

/** What is published when it is approved: a decision is about this. */
const Shown = ({ linkback, moderation, canModerate }: RowProps) =>
  linkback.proposed && isUpdate(linkback) ? (
    <>
      <Update linkback={linkback} proposed={linkback.proposed} />
      {canModerate ? (
        <UpdateActions
          linkback={linkback}
          busy={moderation.busy}
          onAction={(action) => void moderation.act(action, [linkback])}
        />
      ) : null}
    </>
  ) : (
    <Excerpt {...linkback} />
  );

const Row = (props: RowProps) => {
  const text = useText();
  const { linkback, canModerate, moderation } = props;
  return (
    <ListRow tabIndex={-1} data-linkback={linkback.id}>
      <ListCell>
        <Words>
          <ExternalLink href={linkback.source}>{linkback.title ?? hostAndPath(linkback.source)}</ExternalLink>
          <Typography variant="pi" textColor="neutral800">
            {describeSender(linkback).name} · {text(`type.${linkback.type}`)}
          </Typography>
          <AuthorPage linkback={linkback} />
          <ClaimedPage linkback={linkback} />
          <Typography variant="pi" textColor="neutral600">
            {linkback.entry.title ?? hostAndPath(linkback.target)}
          </Typography>
          <Shown {...props} />
        </Words>
      </ListCell>
      <ListCell>
        <When moment={linkback.received} small />
      </ListCell>
      <ListCell>{canModerate ? <Decide linkback={linkback} moderation={moderation} /> : null}</ListCell>
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
