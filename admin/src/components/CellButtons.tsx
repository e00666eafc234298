import { Flex } from '@strapi/design-system';
import type { KeyboardEvent, ReactNode } from 'react';

const MOVES = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

const leaveToButton = (event: KeyboardEvent): void => {
  if (!MOVES.has(event.key)) event.stopPropagation();
};

/**
 * Several buttons in one cell of Strapi's tables. Such a cell takes every key from them, so that Enter would press none and
 * Tab would not leave: it gets the keys that go from button to button and from cell to cell, and no other.
 */
export const CellButtons = ({ children }: { children: ReactNode }) => (
  <Flex gap={1} justifyContent="flex-end" onKeyDown={leaveToButton}>
    {children}
  </Flex>
);
