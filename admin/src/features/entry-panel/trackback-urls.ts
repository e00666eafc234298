import type { Message } from '../../text';

/** What the server takes at most. */
const MOST_URLS = 50;
const LONGEST_URL = 2048;

/** The URLs of a text, separated by spaces or lines, each once. */
export const splitUrls = (text: string): string[] => [...new Set(text.split(/\s+/).filter(Boolean))];

const parses = (url: string): boolean => {
  try {
    return new URL(url).hostname.length > 0;
  } catch {
    return false;
  }
};

const hasUser = (url: string): boolean => {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
};

const problemOf = (url: string): Message | null => {
  const values = { url: url.length > 80 ? `${url.slice(0, 80)}…` : url };
  if (!/^https?:\/\//i.test(url)) return { key: 'panel.trackbacks.error.scheme', values };
  if (url.length > LONGEST_URL) return { key: 'panel.trackbacks.error.length', values };
  if (!parses(url)) return { key: 'panel.trackbacks.error.url', values };
  return hasUser(url) ? { key: 'panel.trackbacks.error.user', values } : null;
};

/** The first thing wrong with the trackback URLs of a text, with the bad one named; null when all are good. */
export const trackbackProblem = (text: string): Message | null => {
  const urls = splitUrls(text);
  if (urls.length > MOST_URLS) return { key: 'panel.trackbacks.error.many', values: { most: MOST_URLS } };
  return urls.map(problemOf).find((problem) => problem !== null) ?? null;
};
