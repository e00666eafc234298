import type { Page } from 'playwright-core';

/** Opens Strapi's own form for filters, and picks what to filter by. */
export const openFilter = async (page: Page, field: string): Promise<void> => {
  await page.getByRole('button', { name: 'Filters', exact: true }).click();
  await page.getByRole('combobox', { name: 'Select field' }).click();
  await page.getByRole('option', { name: field, exact: true }).click();
};

const add = (page: Page) => page.getByRole('button', { name: 'Add filter' }).click();

/** Filters by one of the values that are offered. */
export const filterByChoice = async (page: Page, field: string, value: string): Promise<void> => {
  await openFilter(page, field);
  await page.getByRole('combobox', { name: field, exact: true }).click();
  await page.getByRole('option', { name: value, exact: true }).click();
  await add(page);
};

/** Filters by what is typed. */
export const filterByText = async (page: Page, field: string, value: string): Promise<void> => {
  await openFilter(page, field);
  await page.getByRole('textbox', { name: field, exact: true }).fill(value);
  await add(page);
};

/** Takes a filter away that the list shows it is narrowed by. */
export const removeFilter = (page: Page, words: string): Promise<void> =>
  page.getByRole('button', { name: words }).click();
