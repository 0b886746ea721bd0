import { expect, test } from 'vitest';
import { forgetDrafts, kept } from './drafts.ts';

test('keeps what was made until all is forgotten', () => {
  const draft = kept(() => ({ names: '' }));
  draft().names = 'Yuki Tanaka';
  expect(draft().names).toBe('Yuki Tanaka');
  forgetDrafts();
  expect(draft().names).toBe('');
});
