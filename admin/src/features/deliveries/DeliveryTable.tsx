import { useState } from 'react';
import type { Ping, PingAction } from '../../../../server/src/contracts';
import { ListTable } from '../../components/ListTable';
import { useText } from '../../text';
import { useKeptFocus } from '../inbox/useKeptFocus';
import { DeliveryBulkActions } from './DeliveryBulkActions';
import { deliveryRows } from './DeliveryRow';
import { ForgetDialog } from './ForgetDialog';
import { usePingActions } from './usePingActions';

const COLUMNS = ['state', 'target', 'entry', 'attempts', 'reason'] as const;

interface DeliveryTableProps {
  pings: Ping[];
  isLoading: boolean;
  /** What to say when there is none. */
  empty: string;
  canSend: boolean;
  /** Shows those of one entry only; null where that is so already. */
  onNarrow: ((entry: Ping['entry']) => void) | null;
}

/** The pings of a page, each with its details on request, and what the role may do to them. */
export const DeliveryTable = ({ pings, isLoading, empty, canSend, onNarrow }: DeliveryTableProps) => {
  const text = useText();
  const { act, busy } = usePingActions();
  const [marked, setMarked] = useState<Ping[]>([]);
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [toForget, setToForget] = useState<Ping[]>([]);
  const keepFocus = useKeptFocus(pings);
  const selected = pings.filter(({ id }) => marked.some((row) => row.id === id));

  const onAction = (action: PingAction, subjects: Ping[]) => {
    if (action === 'forget') {
      setToForget(subjects);
      return;
    }
    keepFocus();
    void act(action, subjects);
  };
  const onForget = async () => {
    await act('forget', toForget);
    setToForget([]);
  };
  const toggle = (id: string) =>
    setOpened((ids) => (ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]));

  const columns = COLUMNS.map((name) => ({
    name,
    label: text(`deliveries.column.${name}`),
    sortable: false,
  }));

  return (
    <>
      <ListTable
        rows={pings}
        columns={columns}
        isLoading={isLoading}
        loading={text('deliveries.loading')}
        empty={empty}
        selectable={canSend}
        selected={selected}
        onSelect={setMarked}
        bulk={<DeliveryBulkActions pings={selected} busy={busy} onAction={onAction} />}
      >
        {pings.flatMap((ping) =>
          deliveryRows({
            ping,
            isOpen: opened.includes(ping.id),
            canSend,
            busy,
            colSpan: columns.length + (canSend ? 2 : 1),
            onNarrow: onNarrow && (() => onNarrow(ping.entry)),
            onToggle: () => toggle(ping.id),
            onAction: (action) => onAction(action, [ping]),
          })
        )}
      </ListTable>
      <ForgetDialog pings={toForget} onConfirm={onForget} onClose={() => setToForget([])} />
    </>
  );
};
