import { useEffect, useRef } from 'react';
import { placeOf } from './rows';
import { shortcutOf } from './shortcuts';
import type { KeyContext, Shortcut } from './shortcuts';
import type { Actions } from './tabs';

interface Context extends Pick<KeyContext, 'single'> {
  /** Gives what can be done at the moment when a key is pressed. */
  offers: () => Actions;
}

/** Calls `onShortcut` for the keys of the inbox, wherever on the page they are pressed. */
export const useShortcuts = (context: Context, onShortcut: (shortcut: Shortcut) => void): void => {
  const latest = useRef({ context, onShortcut });
  useEffect(() => {
    latest.current = { context, onShortcut };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { context: now } = latest.current;
      const shortcut = shortcutOf(event, { ...now, offers: now.offers(), place: placeOf(event.target) });
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
