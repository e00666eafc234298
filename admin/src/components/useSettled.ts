import { useEffect, useState } from 'react';

/** The value once it has stayed the same for a while: not each letter that is typed asks the server. */
export const useSettled = <Value>(value: Value, ms = 300): Value => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
};
