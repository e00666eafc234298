import { Td } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';
import type { ComponentProps, KeyboardEvent } from 'react';

/**
 * Strapi's table means to be walked by the arrow keys, cell by cell, and takes everything in its cells out of the order of
 * Tab for that. Under Strapi's own header, which its cells do not count, the arrows get nowhere, and in a cell with several
 * buttons neither Enter nor Escape does anything: links, checkboxes and buttons would be out of reach of the keyboard.
 * Hence cells that only look like Strapi's: what is in them is reached by Tab, and has its keys for itself.
 */
const PLAIN: object = { as: 'td', color: undefined, coords: undefined };

/** Keys with which Strapi's table would leave a row. */
const WALKING = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];

const onKeyDown = (event: KeyboardEvent): void => {
  if (WALKING.includes(event.key)) event.stopPropagation();
};

export const ListRow = (row: ComponentProps<typeof Table.Row>) => (
  <Table.Row {...row} onKeyDown={onKeyDown} />
);

export const ListCell = (cell: ComponentProps<typeof Td>) => <Td {...cell} {...PLAIN} />;

export const ListCheckboxCell = (cell: ComponentProps<typeof Table.CheckboxCell>) => (
  <Table.CheckboxCell {...cell} {...PLAIN} />
);
