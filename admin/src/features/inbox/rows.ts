/** The rows of a list in the page, for the keyboard: in the inbox the focus says which linkback is meant. */

const SELECTOR = 'tr[data-linkback], tr[data-ping]';
/** Where keys belong to somebody else: fields, and what lies over the page. */
const ELSEWHERE =
  'input:not([type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu], [role=listbox], [role=combobox], [role=tablist]';

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(SELECTOR)];
const focusedRow = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>(SELECTOR) ?? null;

/** The linkback whose row, or a part of it, has the focus. */
export const focusedId = (): string | null => focusedRow()?.dataset['linkback'] ?? null;

export const focusedIndex = (): number => {
  const row = focusedRow();
  return row ? rows().indexOf(row) : -1;
};

/** Puts the focus on a row; on the last one when there are fewer. @returns whether there is any */
export const focusRow = (index: number): boolean => {
  const all = rows();
  const row = all[Math.min(Math.max(index, 0), all.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  return row !== undefined;
};

/** A click beside a dialog takes the focus out of it, but its keys do not go to what it lies over. */
const OVERLAY =
  '[role=dialog][data-state=open], [role=alertdialog][data-state=open], [role=menu][data-state=open]';

/** Where a key was pressed. */
export const placeOf = (target: EventTarget | null): 'page' | 'row' | 'cell' | 'elsewhere' => {
  if (document.querySelector(OVERLAY)) return 'elsewhere';
  if (!(target instanceof HTMLElement) || target === document.body) return 'page';
  if (target.closest(ELSEWHERE)) return 'elsewhere';
  if (target.matches(SELECTOR)) return 'row';
  return target.closest('table, a, button') ? 'cell' : 'page';
};
