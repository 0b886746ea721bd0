import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeHost } from '../test/fake-host.ts';
import { forgetPicture, keepPicture, leavePicture, showPicture } from './picture.ts';

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost({ look_keep: () => ({}) });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame'] });
  document.title = 'eSIMs · eSIM Desk';
  document.body.innerHTML =
    '<div class="frame"><main><h1 id="head">eSIMs</h1><time>2 min</time></main></div>';
});
afterEach(() => {
  vi.useRealTimers();
  delete window.lastLook;
  document.body.innerHTML = '';
});

const sheet = () => document.querySelector<HTMLElement>('.last-picture');

/** Keeps what the page shows, and starts anew. */
async function again(): Promise<void> {
  keepPicture();
  await vi.runAllTimersAsync();
  document.body.innerHTML = '';
  document.title = 'eSIM Desk';
  const shown = showPicture();
  await vi.runAllTimersAsync();
  await shown;
}

test('a start shows what was last on the screen, for the eye alone', async () => {
  await again();
  expect(sheet()?.querySelector('.frame > main > h1')?.textContent).toBe('eSIMs');
  expect(sheet()?.inert).toBe(true);
  expect(document.title).toBe('eSIMs · eSIM Desk');
  expect(document.getElementById('head')).toBeNull();
});

test('it leaves when the list is there, and the page below stays', async () => {
  await again();
  document.body.append(document.createElement('main'));
  leavePicture();
  expect(sheet()).toBeNull();
  expect(document.querySelector('main')).not.toBeNull();
});

test('a start without a picture waits for nothing', async () => {
  await showPicture();
  expect(sheet()).toBeNull();
});

test('what changes again before it is at rest is not kept, and what is forgotten is gone', async () => {
  keepPicture()();
  await vi.runAllTimersAsync();
  expect(window.lastLook?.picture).toBeUndefined();
  await again();
  forgetPicture();
  expect(window.lastLook?.picture).toBeUndefined();
  await vi.runAllTimersAsync();
  expect(host.requests('look_keep')).toHaveLength(2);
});
