import { expect, test } from 'vitest';
import type { Code, Failure } from '../ipc/generated/commands.ts';
import generated from '../ipc/generated/commands.ts?raw';
import { amounts } from './amounts.svelte.ts';
import { adviceFor, fieldError, moneyWords } from './failures.ts';

const declared = /export type Code = ([^;]+);/.exec(generated)?.[1] ?? '';
const codes = [...declared.matchAll(/"(\w+)"/g)].map((match) => match[1] as Code);

const failure = (code: Code, facts: Record<string, string> = {}): Failure => ({
  code,
  money: 'untouched',
  field: null,
  reference: 'ZIM-7F3A',
  details: null,
  facts,
});
const FACTS = {
  supplier: 'ZIM',
  seconds: '30',
  minutes: '12',
  skew_minutes: '12',
  name: 'Yuki Tanaka',
  number: 'D07-000123',
  at: '2026-11-21T12:04:00Z',
  since: '2026-11-19T14:02:00Z',
  how: 'shown',
  was: '4.90 USD',
  now: '5.10 USD',
  missing: '3.00 USD',
  url: 'https://zim.example/sims',
  most: '100',
  backup: '2026-11-20T00:00:00Z',
};

test('the generated file names its codes', () => {
  expect(codes.length).toBeGreaterThan(50);
});

test.each(codes)('%s is said in whole sentences, with its facts and without them', (code) => {
  for (const facts of [{}, FACTS]) {
    const { title, todo } = adviceFor(failure(code, facts));
    expect(title).toMatch(/^\p{Lu}.*[.?]$|^eSIM Desk .*\.$/u);
    expect(todo).toMatch(/^$|^\p{Lu}.*\.$|^eSIM Desk .*\.$/u);
    const said = `${title} ${todo}`;
    expect(said).not.toMatch(/undefined|NaN|—|something went wrong|error|provider|T\d\d:\d\d/i);
  }
});

test('names what the failure names', () => {
  const { title } = adviceFor(failure('price_rose', FACTS));
  expect(title).toBe('The price rose from 4.90 USD to 5.10 USD.');
  expect(adviceFor(failure('offline', FACTS)).title).toBe('No connection to ZIM.');
  expect(adviceFor(failure('offline')).title).toBe('No connection to the supplier.');
});

test('names no amount where buying prices are hidden', () => {
  amounts.hidden = true;
  try {
    expect(adviceFor(failure('price_rose', FACTS)).title).toBe('The price rose.');
    expect(adviceFor(failure('funds', FACTS)).title).not.toContain('3.00');
    expect(adviceFor(failure('offline', FACTS)).title).toBe('No connection to ZIM.');
    const details = 'Balance 12.40 is below USD 1,290.00 (4.9 EUR, $5); order 1234 of 12 eSIMs';
    expect(adviceFor({ ...failure('refused', FACTS), details }).todo).toBe(
      'Their words: Balance ••• is below ••• (•••, •••); order 1234 of 12 eSIMs.',
    );
  } finally {
    amounts.hidden = false;
  }
});

test.each([
  [
    'credentials',
    'Their list lacks this address',
    /^The cause: Their list lacks this address\. Check/,
  ],
  ['forbidden', 'None is left.', /^The cause: None is left\. Ask ZIM/],
  ['refused', 'plan_not_found', /^Their words: plan_not_found\.$/],
] as const)('%s says the cause that was given', (code, details, said) => {
  expect(adviceFor({ ...failure(code, FACTS), details }).todo).toMatch(said);
  const raw = { ...failure(code, FACTS), details: '{"code":7}' };
  expect(adviceFor(raw)).toEqual(adviceFor(failure(code, FACTS)));
});

test('what is missing, what does not fit and how many fit are named', () => {
  const title = (code: Code, facts: Record<string, string>) =>
    adviceFor(failure(code, facts)).title;
  expect(title('funds', FACTS)).toBe('The wallet at ZIM is 3.00 USD short.');
  expect(title('path_unfit', { supplier: 'Telkor', url: 'https://t.example/sims' })).toBe(
    'This path does not fit Telkor: https://t.example/sims.',
  );
  expect(adviceFor(failure('path_unfit')).todo).toContain('Advanced');
  expect(title('too_many_at_once', { most: '100' })).toContain('at most 100 eSIMs');
});

test('a field takes only its own failure', () => {
  const wrong = { ...failure('field_missing'), field: 'api_key' };
  expect(fieldError(wrong, 'api_key')).toBe('Please fill this in.');
  expect(fieldError(wrong, 'name')).toBeUndefined();
  expect(fieldError(undefined, 'name')).toBeUndefined();
});

test('what is not known about money is never said to be safe', () => {
  expect(moneyWords.unknown).toContain('Do not buy again');
});
