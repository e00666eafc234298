import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { startBackend } from './backend';
import { startListening } from './toasts';

/** What a browser has and jsdom has not. */
class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
const matchMedia = (media: string) => ({
  media,
  matches: media.includes('min-width'),
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
});
Object.assign(globalThis, { jest: vi, ResizeObserver: Observer, IntersectionObserver: Observer });
Object.assign(window, { matchMedia, scrollTo: () => undefined });
Object.assign(window, {
  strapi: { backendURL: 'http://strapi.test', isEE: false, future: {}, flags: { docLinks: true } },
});
Object.assign(Element.prototype, {
  scrollIntoView: () => undefined,
  hasPointerCapture: () => false,
  releasePointerCapture: () => undefined,
});

// A machine may be slow: nothing here is about time.
configure({ asyncUtilTimeout: 60_000 });
beforeEach(startBackend);
beforeEach(startListening);
afterEach(cleanup);
