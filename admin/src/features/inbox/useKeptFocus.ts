import { useCallback, useEffect, useRef } from 'react';
import { focusedIndex, focusRow } from './rows';

/**
 * A row that is moderated away takes the focus along, as does a button that fits no longer, and keyboard and screen reader
 * would start from the top again.
 * Call the answer before an action: the row that takes the place then gets the focus.
 */
export const useKeptFocus = (rows: readonly unknown[]): (() => void) => {
  const place = useRef(-1);
  useEffect(() => {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (place.current >= 0 && lost) focusRow(place.current);
    if (lost) place.current = -1;
  }, [rows]);
  return useCallback(() => {
    place.current = focusedIndex();
  }, []);
};
