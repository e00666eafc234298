import { useEffect, useRef } from 'react';
import { placeOf } from './rows';
import { shortcutOf } from './shortcuts';
import type { KeyContext, Shortcut } from './shortcuts';

/** Calls `onShortcut` for the keys of the inbox, wherever on the page they are pressed. */
export const useShortcuts = (
  context: Omit<KeyContext, 'place'>,
  onShortcut: (shortcut: Shortcut) => void
): void => {
  const latest = useRef({ context, onShortcut });
  useEffect(() => {
    latest.current = { context, onShortcut };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const shortcut = shortcutOf(event, { ...latest.current.context, place: placeOf(event.target) });
      if (!shortcut) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current.onShortcut(shortcut);
    };
    // Before Strapi's table, which takes the arrows also when a whole row has the focus.
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, []);
};
