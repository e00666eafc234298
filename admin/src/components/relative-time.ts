const UNITS = [
  { unit: 'year', seconds: 31_536_000 },
  { unit: 'month', seconds: 2_592_000 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

export interface RelativeTime {
  /** Negative in the past. */
  value: number;
  unit: (typeof UNITS)[number]['unit'] | 'second';
}

/** How far a moment is from now, in the largest unit that fits, for `Intl.RelativeTimeFormat`. */
export const relativeTime = (moment: number, now: number): RelativeTime => {
  const seconds = Math.round((moment - now) / 1000);
  const fits = UNITS.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  return fits
    ? { value: Math.trunc(seconds / fits.seconds), unit: fits.unit }
    : { value: seconds, unit: 'second' };
};
