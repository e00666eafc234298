import { Th, VisuallyHidden } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useText } from '../text';

interface ListTableProps<Row extends { id: string }> {
  rows: Row[];
  columns: readonly { name: string; label: string; sortable: boolean }[];
  isLoading: boolean;
  /** What to say while it loads, and when there is nothing. */
  loading: string;
  empty: string;
  /** Whether rows can be selected, for `bulk` actions. */
  selectable: boolean;
  selected: Row[];
  onSelect: (rows: Row[]) => void;
  bulk: ReactNode;
  /** The rows. */
  children: ReactNode;
}

/** Strapi's table, with a last column for what can be done to each row. */
export const ListTable = <Row extends { id: string }>(props: ListTableProps<Row>) => {
  const { rows, columns, isLoading, loading, empty, selectable, selected, onSelect, bulk, children } = props;
  const text = useText();
  const actions = { name: 'actions', label: text('inbox.column.actions') };
  return (
    <Table.Root
      rows={rows}
      headers={[...columns, actions]}
      isLoading={isLoading}
      selectedRows={selected}
      onSelectedRowsChange={onSelect}
    >
      <Table.ActionBar>{bulk}</Table.ActionBar>
      <Table.Content>
        <Table.Head>
          {selectable ? <Table.HeaderCheckboxCell /> : null}
          {columns.map((column) => (
            <Table.HeaderCell key={column.name} {...column} />
          ))}
          <Th>
            <VisuallyHidden>{actions.label}</VisuallyHidden>
          </Th>
        </Table.Head>
        <Table.Loading>{loading}</Table.Loading>
        <Table.Empty content={empty} />
        <Table.Body>{children}</Table.Body>
      </Table.Content>
    </Table.Root>
  );
};
