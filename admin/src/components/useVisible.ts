import { useEffect, useState } from 'react';

const isVisible = (): boolean => document.visibilityState === 'visible';

/** Whether the page can be seen: one in a hidden tab asks the server nothing. */
export const useVisible = (): boolean => {
  const [visible, setVisible] = useState(isVisible);
  useEffect(() => {
    const onChange = () => setVisible(isVisible());
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
  return visible;
};
