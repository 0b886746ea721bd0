import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { wrongs } from '../test/axe.ts';
import TabsPart from '../test/parts/TabsPart.svelte';

const tab = (name: string) => screen.getByRole('tab', { name });

test('arrows go round, Home and End to the ends, and the focus goes with them', async () => {
  const user = userEvent.setup();
  render(TabsPart);
  tab('Install').focus();
  await user.keyboard('{ArrowRight}');
  expect(tab('Right now')).toHaveFocus();
  expect(screen.getByRole('tabpanel', { name: 'Right now' })).toHaveTextContent('now');
  await user.keyboard('{End}{ArrowRight}');
  expect(tab('Install')).toHaveFocus();
  await user.keyboard('{ArrowLeft}');
  expect(tab('History')).toHaveAttribute('aria-selected', 'true');
  await user.keyboard('{Home}');
  expect(tab('Install')).toHaveAttribute('aria-selected', 'true');
});

test('only the chosen tab is in the tab order', async () => {
  const user = userEvent.setup();
  render(TabsPart);
  await user.click(tab('History'));
  expect(screen.getAllByRole('tab').map((one) => one.tabIndex)).toEqual([-1, -1, 0]);
});

test('axe finds nothing', async () => {
  const { container } = render(TabsPart);
  expect(await wrongs(container)).toEqual([]);
});
