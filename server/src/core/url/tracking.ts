const NAMES = new Set([
  'fbclid',
  'gclid',
  'dclid',
  'gbraid',
  'wbraid',
  'msclkid',
  'yclid',
  'twclid',
  'igshid',
  'mc_cid',
  'mc_eid',
  'ref_src',
]);

/** Whether a query parameter only says where a visitor came from and never which page is meant. */
export const isTrackingParameter = (name: string): boolean => {
  const lower = name.toLowerCase();
  return lower.startsWith('utm_') || NAMES.has(lower);
};
