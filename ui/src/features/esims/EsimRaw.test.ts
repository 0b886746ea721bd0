import { render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { amounts } from '../../text/amounts.svelte.ts';
import EsimRaw from './EsimRaw.svelte';

afterEach(() => (amounts.hidden = false));

test('the supplier’s data is not shown or copied where buying prices are hidden', () => {
  const json = JSON.stringify({ plan: { prices: [{ currency: 'USD', value: 4.9 }] } });
  amounts.hidden = true;
  const { container } = render(EsimRaw, {
    answers: [{ title: 'GET /esims/4711', json, at: '2026-11-21T12:00:00Z' }],
  });
  expect(container).not.toHaveTextContent('4.9');
  expect(container).toHaveTextContent(/Buying prices are hidden/);
  expect(screen.queryByRole('button')).toBeNull();
});
