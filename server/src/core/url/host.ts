/** Whether a host, whatever its port, is this one or below it. */
export const isHostOrBelow = (host: string, name: string): boolean => {
  const bare = host.replace(/:\d+$/, '');
  return name !== '' && (bare === name || bare.endsWith(`.${name}`));
};
