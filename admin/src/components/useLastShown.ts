import { useState } from 'react';

/** What a dialog asks about, or asked about last: its words are still to be read while it fades out. */
export const useLastShown = <T>(value: T, isOpen: boolean): T => {
  const [shown, setShown] = useState(value);
  if (isOpen && value !== shown) setShown(value);
  return isOpen ? value : shown;
};
