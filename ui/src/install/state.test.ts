import { expect, test } from 'vitest';
import { kitOf } from './sample.ts';
import { grouped, linkName, onPhone } from './state.ts';

test('a number is read out in groups of four', () => {
  expect(grouped('8948010000000012345')).toBe('8948 0100 0000 0012 345');
  expect(grouped('89480100000000123456')).toBe('8948 0100 0000 0012 3456');
  expect(grouped('')).toBe('');
});

test('the name of a link holds nothing of the code', () => {
  const name = linkName(kitOf().apple_link);
  expect(name).toBe('esimsetup.apple.com/esim_qrcode_provisioning…');
});

test('downloading and deleted are not on a phone', () => {
  expect(onPhone('disabled')).toBe(true);
  expect(onPhone('downloading')).toBe(false);
  expect(onPhone('removed')).toBe(false);
});
