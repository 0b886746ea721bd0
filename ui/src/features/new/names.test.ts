import { expect, test } from 'vitest';
import { namesError, namesHelp, namesIn } from './names.ts';

test('one name per line; empty lines and spaces around do not count', () => {
  expect(namesIn(' Yuki Tanaka \r\n\n  محمد العلي\n')).toEqual(['Yuki Tanaka', 'محمد العلي']);
  expect(namesIn(' \n ')).toEqual([]);
});

test('ten names are the most, and the words say how many there are', () => {
  const ten = Array.from({ length: 10 }, (_, at) => `Guest ${at}`);
  expect(namesError(ten)).toBeUndefined();
  expect(namesError([...ten, 'One more'])).toMatch(/^11 names\. Ten at once/);
});

test('a name of 120 characters is fine, one more is not; characters count, not bytes', () => {
  expect(namesError(['😀'.repeat(120)])).toBeUndefined();
  expect(namesError(['Ann', 'x'.repeat(121)])).toMatch(/^Name 2 is longer than 120/);
});

test('the quantity follows the names, and a name that is there twice is pointed out', () => {
  expect(namesHelp([])).toBe('One eSIM for each name. A name is enough.');
  expect(namesHelp(['Ann'])).toBe('1 traveller, 1 eSIM');
  expect(namesHelp(['Ann', 'Ben', 'Ann'])).toBe(
    '3 travellers, 3 eSIMs. Ann is there twice: two eSIMs.',
  );
});
