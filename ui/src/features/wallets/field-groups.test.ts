import { expect, test } from 'vitest';
import { field } from '../../test/wallet.ts';
import { fieldGroups } from './field-groups.ts';

const groups = (...helps: string[]) =>
  fieldGroups(helps.map((help, at) => field(`f${at}`, `Field ${at}`, { help }))).map(
    ({ help, fields }) => [help, fields.map(({ key }) => key).join(' ')],
  );

test('what is said beside several in a row is said once', () => {
  expect(groups('scope', 'path', 'path', 'path', 'word')).toEqual([
    ['', 'f0'],
    ['path', 'f1 f2 f3'],
    ['', 'f4'],
  ]);
});

test('fields that say nothing, or the same further down, stand by themselves', () => {
  expect(groups('', '', 'path', 'word', 'path')).toEqual([
    ['', 'f0'],
    ['', 'f1'],
    ['', 'f2'],
    ['', 'f3'],
    ['', 'f4'],
  ]);
});
