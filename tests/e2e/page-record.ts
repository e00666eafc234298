import type { Page, Request } from 'playwright-core';

const TEXT_LENGTH = 1500;
const LINE_LENGTH = 400;
/** A page whose script is stuck answers no question: do not wait for it as long as for a test. */
const PATIENCE_MS = 5_000;

/** What a page did since the last `forget()`, for whoever reads the log of a failed test. */
export interface PageRecord {
  forget(): void;
  /** URL, title, errors, refused and unanswered requests, and the visible text; many lines. */
  report(): Promise<string>;
}

const nameOf = (request: Request): string => `${request.method()} ${request.url()}`;

const block = (title: string, lines: readonly string[]): string =>
  [`${title}: ${lines.length === 0 ? 'none' : ''}`, ...lines.map((line) => `  ${line.slice(0, LINE_LENGTH)}`)]
    .map((line) => line.trimEnd())
    .join('\n');

const inTime = (words: Promise<string>): Promise<string> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`(no answer within ${PATIENCE_MS / 1000} s)`), PATIENCE_MS);
  });
  const failed = words.catch((error: unknown) => `(${String(error)})`);
  return Promise.race([failed, late]).finally(() => clearTimeout(timer));
};

/** Listens to a page from now on, until it is closed. */
export const recordPage = (page: Page): PageRecord => {
  const errors: string[] = [];
  const refused: string[] = [];
  const unanswered = new Map<Request, number>();

  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(`uncaught ${error.stack ?? error.message}`));
  page.on('request', (request) => unanswered.set(request, Date.now()));
  page.on('requestfinished', (request) => unanswered.delete(request));
  page.on('requestfailed', (request) => {
    unanswered.delete(request);
    refused.push(`${nameOf(request)}: ${request.failure()?.errorText ?? 'failed'}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) refused.push(`${nameOf(response.request())}: ${response.status()}`);
  });

  return {
    forget() {
      errors.length = 0;
      refused.length = 0;
    },
    async report() {
      const waiting = [...unanswered].map(
        ([request, since]) => `${nameOf(request)} (for ${Date.now() - since} ms)`
      );
      const title = await inTime(page.title());
      const text = await inTime(page.evaluate(() => document.body.innerText));
      return [
        `The page: ${page.url()}`,
        `Title: ${title}`,
        block('Errors in its console', errors),
        block('Failed requests', refused),
        block('Unanswered requests', waiting),
        block('Visible text', text.slice(0, TEXT_LENGTH).split('\n')),
      ].join('\n');
    },
  };
};
