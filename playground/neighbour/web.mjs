const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1_000_000;
const AGENT = 'Neighbour/1.0 (a demo blog)';

/**
 * A page of somebody else's. It may be on this very computer: that is where the demo runs.
 *
 * @param {string} url
 * @returns {Promise<{ headers: Headers, html: string }>} rejects when it cannot be had
 */
export const readPage = async (url) => {
  const response = await fetch(url, {
    headers: { 'User-Agent': AGENT, Accept: 'text/html' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return { headers: response.headers, html: (await response.text()).slice(0, MAX_BYTES) };
};

/** @param {{ url: string, type: string, body: string }} o */
export const post = async ({ url, type, body }) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'User-Agent': AGENT, 'Content-Type': type },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return text;
};
