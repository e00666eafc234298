import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Linkback } from '../../../../server/src/contracts';
import { ListTable } from '../../components/ListTable';
import { PLUGIN_ID } from '../../pluginId';
import { useText } from '../../text';
import { BulkActions } from './BulkActions';
import { DeleteDialog } from './DeleteDialog';
import { LinkbackRow } from './LinkbackRow';
import { RowActions } from './RowActions';
import { focusedId, focusedIndex, focusRow } from './rows';
import type { Shortcut } from './shortcuts';
import { NEIGHBOURS } from './neighbours';
import { actionsFor, actionsOf, actionsOnMany, asksFirst, isUpdate, subjectsOf } from './tabs';
import type { OfferedAction, Tab } from './tabs';
import { useKeptFocus } from './useKeptFocus';
import type { Moderation } from './useModeration';
import { UpdateActions } from './UpdateActions';
import { useShortcuts } from './useShortcuts';

/** Sorting goes by a header's name, hence those of the server's columns. */
const COLUMNS = [
  { name: 'source', sortable: true },
  { name: 'words', sortable: false },
  { name: 'entry', sortable: false },
  { name: 'received', sortable: true },
] as const;

interface LinkbackTableProps {
  tab: Tab;
  linkbacks: Linkback[];
  isLoading: boolean;
  /** What to say when there is none. */
  empty: string;
  moderation: Moderation;
  canModerate: boolean;
  onHelp: () => void;
  /** Shows those of one entry only; null where that is so already. */
  onNarrow: ((entry: Linkback['entry']) => void) | null;
}

/** The linkbacks of a page, with what the role may do to them, by mouse and by keyboard. */
export const LinkbackTable = (props: LinkbackTableProps) => {
  const { tab, linkbacks, isLoading, empty, moderation, canModerate, onHelp, onNarrow } = props;
  const text = useText();
  const navigate = useNavigate();
  const [marked, setMarked] = useState<Linkback[]>([]);
  const [toDelete, setToDelete] = useState<Linkback[]>([]);
  const selected = linkbacks.filter(({ id }) => marked.some((row) => row.id === id));
  const keepFocus = useKeptFocus(linkbacks);

  const act = (action: OfferedAction, subjects: Linkback[]) => {
    keepFocus();
    if (asksFirst(action)) setToDelete(subjects);
    else void moderation.act(action, subjects);
  };
  const onDelete = async () => {
    await moderation.act('delete', toDelete);
    setToDelete([]);
  };
  const open = (id: string) =>
    navigate(`/plugins/${PLUGIN_ID}/${id}`, { state: { [NEIGHBOURS]: linkbacks.map((one) => one.id) } });

  const actOnSelected = (action: OfferedAction) => act(action, subjectsOf(action, selected));

  const focusedOne = () => linkbacks.find(({ id }) => id === focusedId());
  const onShortcut = (shortcut: Shortcut) => {
    const focused = focusedOne();
    if (shortcut.kind === 'help') onHelp();
    if (shortcut.kind === 'next') focusRow(focusedIndex() + 1);
    if (shortcut.kind === 'previous') focusRow(focusedIndex() - 1);
    if (shortcut.kind === 'open' && focused) open(focused.id);
    if (!canModerate) return;
    if (shortcut.kind === 'undo') void moderation.undo();
    if (shortcut.kind === 'select' && focused)
      setMarked((rows) =>
        rows.some(({ id }) => id === focused.id)
          ? rows.filter(({ id }) => id !== focused.id)
          : [...rows, focused]
      );
    if (shortcut.kind !== 'act' || moderation.busy) return;
    if (selected.length > 0) actOnSelected(shortcut.action);
    else if (focused) act(shortcut.action, [focused]);
  };
  /** What the buttons offer that a key stands for: those of the selection, else those of the row. */
  const offers = () => {
    const focused = focusedOne();
    if (selected.length > 0) return actionsOnMany(tab, selected);
    return focused ? actionsFor(focused) : actionsOf(tab);
  };
  useShortcuts({ offers }, onShortcut);

  const columns = COLUMNS.map((column) => ({ ...column, label: text(`inbox.column.${column.name}`) }));

  return (
    <>
      <ListTable
        rows={linkbacks}
        columns={columns}
        isLoading={isLoading}
        loading={text('inbox.loading')}
        empty={empty}
        selectable={canModerate}
        selected={selected}
        onSelect={setMarked}
        bulk={<BulkActions tab={tab} selected={selected} busy={moderation.busy} onAction={actOnSelected} />}
      >
        {linkbacks.map((linkback) => (
          <LinkbackRow
            key={linkback.id}
            linkback={linkback}
            selectable={canModerate}
            decision={
              canModerate && isUpdate(linkback) ? (
                <UpdateActions
                  linkback={linkback}
                  busy={moderation.busy}
                  onAction={(action) => act(action, [linkback])}
                />
              ) : null
            }
            actions={
              <RowActions
                linkback={linkback}
                busy={moderation.busy}
                canModerate={canModerate}
                onAction={(action) => act(action, [linkback])}
                onOpen={() => open(linkback.id)}
                onNarrow={onNarrow && (() => onNarrow(linkback.entry))}
              />
            }
          />
        ))}
      </ListTable>
      <DeleteDialog count={toDelete.length} onConfirm={onDelete} onClose={() => setToDelete([])} />
    </>
  );
};
