import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Strapi's dialogs give the focus back to the button that belongs to them. One that is opened in another way, such as by
 * a key or from one of many rows, has none, and whoever uses the keyboard would start from the top again: this gives the
 * focus back to what had it.
 */
export const useReturnedFocus = (isOpen: boolean): void => {
  const opener = useRef<Element | null>(null);
  // Before the dialog takes the focus, which it does in an effect.
  useLayoutEffect(() => {
    if (isOpen) opener.current = document.activeElement;
  }, [isOpen]);
  useEffect(() => {
    if (isOpen) return;
    if (opener.current instanceof HTMLElement) opener.current.focus();
    opener.current = null;
  }, [isOpen]);
};
