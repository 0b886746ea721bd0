import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Settings } from '../ipc/generated/commands.ts';
import { FakeHost } from '../test/fake-host.ts';
import { appState, kitOf } from './sample.ts';
import ShowKit from './ShowKit.svelte';

const all = ['Yuki Tanaka', 'Kenji Tanaka'].map((traveller, at) => ({
  walletId: 'w1',
  esimId: `e${at + 1}`,
  traveller,
  booking: '',
}));
const onclose = vi.fn();
const turnTo = vi.fn(async () => undefined);

function mounted(host: FakeHost, many = true, settings: Partial<Settings> = {}) {
  void host;
  const app = appState();
  return render(ShowKit, {
    all: many ? all : all.slice(0, 1),
    at: 0,
    app: { ...app, settings: { ...app.settings, ...settings } },
    turnTo,
    onclose,
  });
}
const ready = () => screen.findByRole('heading', { name: /Japan · 3\sGB · 10 days/ });
const first = () => new FakeHost({ kit: ({ esim_id }) => kitOf({ esim_id }) });

beforeEach(() => {
  onclose.mockClear();
  turnTo.mockClear();
});
afterEach(() => vi.useRealTimers());

test('the customer reads who, what and how, in words of their own', async () => {
  mounted(first());
  await ready();
  const words = screen.getByRole('dialog').textContent ?? '';
  expect(words).toContain('Yuki Tanaka · 1 of 2');
  expect(words).toContain('Agency Guest');
  expect(words).toContain('Never delete the eSIM');
  expect(words).toContain('LPA:1$smdpp.example.com$64DF7EFC13EBEB1A');
  for (const ours of ['wallet', 'ICCID', 'ZIM', 'supplier', 'SM-DP', 'matching', 'kit']) {
    expect(words.toLowerCase()).not.toContain(ours.toLowerCase());
  }
});

test('whose desk it is and how to reach it stand at the foot; what is empty is left out', async () => {
  const said = () =>
    [...screen.getByRole('contentinfo', { hidden: true }).querySelectorAll('.agency p')].map(
      ({ textContent }) => textContent,
    );
  const { unmount } = mounted(first(), true, { contact: '+49 30 5550 1234' });
  await ready();
  expect(said()).toEqual(['Sonnenreisen', '+49 30 5550 1234']);
  unmount();
  mounted(first(), true, { agency: ' ', contact: '' });
  await ready();
  expect(said()).toEqual([]);
});

test('the customer reads the PIN that a phone may ask for, and never the PUK', async () => {
  mounted(new FakeHost({ kit: () => kitOf({ pin: '2580', puk: '87654321' }) }), false);
  await ready();
  expect(screen.getByText('2580')).toBeInTheDocument();
  expect(screen.getByRole('dialog').textContent).not.toContain('87654321');
});

test('one traveller alone is not counted', async () => {
  mounted(first(), false);
  await ready();
  expect(screen.queryByText(/1 of/)).toBeNull();
});

test('it closes by itself, and any key starts the time again', async () => {
  vi.useFakeTimers();
  mounted(first());
  await vi.advanceTimersByTimeAsync(100_000);
  expect(screen.getByText('closes in 0:20, any key extends')).toBeInTheDocument();
  screen
    .getByRole('dialog')
    .dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
  await vi.advanceTimersByTimeAsync(100_000);
  expect(onclose).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(onclose).toHaveBeenCalledOnce();
});

test('Esc closes, arrows ask for the next traveller and stop at the ends', async () => {
  const user = userEvent.setup();
  mounted(first());
  await ready();
  await user.keyboard('{Enter}{ArrowLeft}');
  expect(onclose).not.toHaveBeenCalled();
  expect(turnTo).not.toHaveBeenCalled();
  await user.keyboard('{ArrowRight}');
  expect(turnTo).toHaveBeenCalledExactlyOnceWith(1);
  await user.keyboard('{Escape}');
  expect(onclose).toHaveBeenCalledOnce();
});

test('an installation that happens while the customer looks is told', async () => {
  let profile: 'ready' | 'installed' = 'ready';
  const host = new FakeHost({ kit: () => kitOf({ profile }) });
  mounted(host);
  await ready();
  expect(screen.queryByText(/Installed at/)).toBeNull();
  profile = 'installed';
  host.stale('esims');
  await waitFor(() => expect(screen.getByText(/^Installed at/)).toBeInTheDocument());
});

test('one that happened before is no news', async () => {
  const host = new FakeHost({ kit: () => kitOf({ profile: 'installed' }) });
  mounted(host);
  await ready();
  expect(screen.queryByText(/Installed at/)).toBeNull();
});
