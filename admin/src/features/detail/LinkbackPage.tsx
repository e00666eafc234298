import { Flex, Grid } from '@strapi/design-system';
import { BackButton, Layouts, Page, isBaseQueryError } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import type { LinkbackDetail } from '../../../../server/src/contracts';
import { useLinkbackQuery } from '../../api';
import { hostAndPath } from '../../components/addresses';
import { Failed } from '../../components/Failed';
import { Rights } from '../../components/Rights';
import { useErrorText } from '../../components/useErrorText';
import { PERMISSIONS } from '../../permissions';
import { PLUGIN_ID } from '../../pluginId';
import { useText } from '../../text';
import { DeleteDialog } from '../inbox/DeleteDialog';
import { neighboursOf } from '../inbox/neighbours';
import { ShortcutHelp } from '../inbox/ShortcutHelp';
import type { Shortcut } from '../inbox/shortcuts';
import { actionsFor, asksFirst } from '../inbox/tabs';
import { UndoBar } from '../inbox/UndoBar';
import { useModeration } from '../inbox/useModeration';
import { useShortcuts } from '../inbox/useShortcuts';
import { DetailActions } from './DetailActions';
import { Facts } from './Facts';
import { History } from './History';
import { Neighbours } from './Neighbours';
import { Proposal } from './Proposal';
import { Shown } from './Shown';
import type { OfferedAction } from '../inbox/tabs';

const INBOX = `/plugins/${PLUGIN_ID}`;

const Detail = ({ linkback, canModerate }: { linkback: LinkbackDetail; canModerate: boolean }) => {
  const text = useText();
  const moderation = useModeration();
  const neighbours = useNeighbours(linkback.id);
  const [deleting, setDeleting] = useState(false);
  const [helping, setHelping] = useState(false);
  const onAction = (action: OfferedAction) =>
    asksFirst(action) ? setDeleting(true) : void moderation.act(action, [linkback]);
  const onDelete = async () => {
    await moderation.act('delete', [linkback]);
    setDeleting(false);
  };
  const onShortcut = (shortcut: Shortcut) => {
    if (shortcut.kind === 'help') setHelping(true);
    if (shortcut.kind === 'next') neighbours.onNext?.();
    if (shortcut.kind === 'previous') neighbours.onPrevious?.();
    if (!canModerate || moderation.busy) return;
    if (shortcut.kind === 'undo') void moderation.undo();
    if (shortcut.kind === 'act') onAction(shortcut.action);
  };
  useShortcuts({ offers: () => actionsFor(linkback), single: true }, onShortcut);
  const title = linkback.title ?? hostAndPath(linkback.source);

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Layouts.Header
        navigationAction={<BackButton fallback={INBOX} />}
        title={title}
        subtitle={text(`detail.status.${linkback.status}`)}
        primaryAction={
          <Flex gap={2} wrap="wrap" justifyContent="flex-end">
            {canModerate ? (
              <DetailActions linkback={linkback} busy={moderation.busy} onAction={onAction} />
            ) : null}
            <Neighbours {...neighbours} onHelp={() => setHelping(true)} />
          </Flex>
        }
      />
      <Layouts.Content>
        <Grid.Root gap={4}>
          <Grid.Item col={8} xs={12} direction="column" alignItems="stretch">
            <Flex direction="column" alignItems="stretch" gap={4}>
              {linkback.proposed ? (
                <Proposal linkback={linkback} proposed={linkback.proposed} />
              ) : (
                <Shown linkback={linkback} />
              )}
              <History history={linkback.history} />
            </Flex>
          </Grid.Item>
          <Grid.Item col={4} xs={12} direction="column" alignItems="stretch">
            <Facts linkback={linkback} />
          </Grid.Item>
        </Grid.Root>
      </Layouts.Content>
      <DeleteDialog count={deleting ? 1 : 0} onConfirm={onDelete} onClose={() => setDeleting(false)} />
      <ShortcutHelp single open={helping} onClose={() => setHelping(false)} />
      <UndoBar moderation={moderation} />
    </Page.Main>
  );
};

/** The way to the linkbacks before and after; going back leads to the list that they stand in, not through all of them. */
const useNeighbours = (id: string) => {
  const navigate = useNavigate();
  const { state } = useLocation();
  const { previous, next } = neighboursOf(state, id);
  const goTo = (other: string | null) =>
    other === null ? null : () => navigate(`${INBOX}/${other}`, { replace: true, state });
  return { onPrevious: goTo(previous), onNext: goTo(next) };
};

/** Also what a moderator sees who has just deleted it for good. */
const Missing = () => {
  const text = useText();
  return (
    <Page.Main>
      <Layouts.Header navigationAction={<BackButton fallback={INBOX} />} title={text('detail.missing')} />
      <Layouts.Content>
        <Page.NoData content={text('detail.missing.content')} />
      </Layouts.Content>
    </Page.Main>
  );
};

const Loaded = ({ canModerate }: { canModerate: boolean }) => {
  const errorText = useErrorText();
  const { id = '' } = useParams();
  const { currentData, error, refetch } = useLinkbackQuery(id, { refetchOnMountOrArgChange: true });
  if (error && isBaseQueryError(error) && 'status' in error && error.status === 404) return <Missing />;
  if (error) return <Failed reason={errorText(error)} onRetry={refetch} />;
  if (!currentData) return <Page.Loading />;
  return <Detail key={id} linkback={currentData} canModerate={canModerate} />;
};

/** Everything that is known about one linkback. */
const LinkbackPage = () => (
  <Rights permissions={PERMISSIONS.moderation}>
    {({ allowedActions }) => <Loaded canModerate={allowedActions.canModerate === true} />}
  </Rights>
);

export default LinkbackPage;
