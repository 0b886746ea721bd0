import { fireEvent, screen } from '@testing-library/svelte';

/**
 * Chooses an option of the select that is labelled so. happy-dom does not match `:checked` on options,
 * by which Svelte finds the chosen one.
 */
export async function choose(label: string, option: string): Promise<void> {
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: label });
  const wanted = [...select.options].find(({ text }) => text === option);
  if (!wanted) throw new Error(`${label} does not offer ${option}.`);
  const find = select.querySelector.bind(select);
  select.querySelector = (query: string) => (query === ':checked' ? wanted : find(query));
  await fireEvent.change(select);
  select.querySelector = find;
}
