import { screen } from '@strapi/strapi/admin/test';

export const button = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('button', { name });

/** Strapi's buttons say so in one of two ways. */
export const isOff = (element: HTMLElement): boolean =>
  element.hasAttribute('disabled') || element.getAttribute('aria-disabled') === 'true';
