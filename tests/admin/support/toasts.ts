import { waitFor } from '@strapi/strapi/admin/test';
import { expect } from 'vitest';

const said: string[] = [];
const observer = new MutationObserver((mutations) => {
  for (const { addedNodes } of mutations)
    for (const node of addedNodes) if (node.textContent) said.push(node.textContent);
});

/** Remembers from now on what appears on the page. */
export const startListening = (): void => {
  said.length = 0;
  observer.observe(document.body, { childList: true, subtree: true });
};

/** Waits until something was said: notifications go by themselves, on a slow machine before anybody looks. */
export const told = (words: RegExp): Promise<void> =>
  waitFor(() => expect(said.some((text) => words.test(text))).toBe(true));
