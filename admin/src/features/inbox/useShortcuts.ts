import { useEffect, useRef } from 'react';
import { placeOf } from './rows';
import { shortcutOf } from './shortcuts';
import type { Shortcut } from './shortcuts';
import type { Tab } from './tabs';

/** Calls `onShortcut` for the keys of the inbox, wherever on the page they are pressed. */
export const useShortcuts = (tab: Tab, onShortcut: (shortcut: Shortcut) => void): void => {
  const latest = useRef(onShortcut);
  useEffect(() => {
    latest.current = onShortcut;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const shortcut = shortcutOf(event, { tab, place: placeOf(event.target) });
      if (!shortcut) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(shortcut);
    };
    // Before Strapi's table, which takes the arrows also when a whole row has the focus.
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [tab]);
};
