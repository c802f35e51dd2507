import type { Page } from 'playwright/test';

/** What stands in the search field, as text and as tokens. */
export async function searchIn(page: Page): Promise<string> {
  const search = page.getByRole('search');
  return `${await search.getByRole('combobox').inputValue()} ${await search.textContent()}`;
}
