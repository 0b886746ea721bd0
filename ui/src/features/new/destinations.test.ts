import { expect, test } from 'vitest';
import { matching } from '../../kit/combobox.ts';
import { destinations } from './destinations.ts';

const options = destinations('en');
const first = (typed: string) => matching(options, typed)[0]?.value;
const all = (typed: string) => matching(options, typed).map(({ value }) => value);

test.each([
  ['Jap', 'JP'],
  ['JP', 'JP'],
  ['turk', 'TR'],
  ['USA', 'US'],
  ['uk', 'GB'],
  ['dubai', 'AE'],
])('“%s” finds %s first', (typed, code) => {
  expect(first(typed)).toBe(code);
});

test('a region finds its countries', () => {
  expect(all('benelux').sort()).toEqual(['BE', 'LU', 'NL']);
  expect(all('southeast asia')).toEqual(expect.arrayContaining(['TH', 'VN']));
  expect(all('oceania')).toContain('AU');
});
