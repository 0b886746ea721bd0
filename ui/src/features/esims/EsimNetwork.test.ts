import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import type { EsimDetail } from '../../ipc/generated/commands.ts';
import { forgetDrafts } from '../../kit/drafts.ts';
import { appState } from '../../test/app-state.ts';
import { wrongs } from '../../test/axe.ts';
import { FakeHost, type Answers } from '../../test/fake-host.ts';
import { failure } from '../../test/wallet.ts';
import { eventText } from '../../text/orders.ts';
import EsimHistory from './EsimHistory.svelte';
import EsimNow from './EsimNow.svelte';
import { esimDetail, esimRow, networkView } from './sample.ts';

const can = { add_data: false, ask_network: true, reconnect: true };
const refresh = vi.fn();

function mounted(
  detail: EsimDetail,
  { answers = {}, since = null }: { answers?: Answers; since?: string | null } = {},
) {
  const host = new FakeHost({ esim_network: () => detail, esim_reconnect: () => ({}), ...answers });
  const lists = { oldest_at: null, offline_since: since, syncing: false };
  const props = { app: appState({ lists }), detail, refresh };
  return { host, user: userEvent.setup(), ...render(EsimNow, props) };
}
const ask = () => screen.getByRole('button', { name: 'Ask where it is' });
const line = (label: string) => screen.getByText(label, { selector: 'dt' }).closest('div');

beforeEach(() => {
  forgetDrafts();
  refresh.mockClear();
});

test('it says where it was last seen, when, on which phone, and what else the supplier says', async () => {
  const { container } = mounted(esimDetail({ can, network: networkView() }));
  expect(line('Last seen')).toHaveTextContent(/Japan\s*Softbank · 5G/);
  expect(line('Last seen')?.querySelector('img')).toHaveAttribute(
    'src',
    expect.stringContaining('jp'),
  );
  expect(line('When')).toHaveTextContent(/old/);
  expect(line('Connected now')).toHaveTextContent('online');
  expect(line('Phone')).toHaveTextContent('iPhone 15');
  expect(line('IMSI')).toHaveTextContent('260010185757766');
  expect(screen.getByText(/ZIM was asked/)).toHaveTextContent(/old/);
  expect(screen.queryByText(/does not cover/)).toBeNull();
  expect(await wrongs(container)).toEqual([]);
});

test('a country that its plan does not cover is a warning with what to do', () => {
  mounted(esimDetail({ can, network: networkView({ covered: false }) }));
  expect(screen.getByText('The plan on it does not cover Japan')).toBeInTheDocument();
  expect(screen.getByText(/Another plan is needed/)).toBeInTheDocument();
});

test('what is not said is never told as no', () => {
  const sighting = {
    at: null,
    country: null,
    network: null,
    technology: null,
    device: null,
    online: null,
    facts: [],
  };
  mounted(esimDetail({ can, network: networkView({ sighting, covered: null }) }));
  expect(line('Last seen')).toHaveTextContent('place not stated');
  expect(line('When')).toHaveTextContent('not stated');
  expect(line('Connected now')).toHaveTextContent('not stated');
  expect(screen.queryByText(/does not cover/)).toBeNull();
});

test('never asked and never seen are told apart', async () => {
  const { rerender } = mounted(esimDetail({ can }));
  expect(screen.getByText('Not asked since the program started.')).toBeInTheDocument();
  await rerender({ detail: esimDetail({ can, network: networkView({ sighting: null }) }) });
  expect(screen.getByText('ZIM has never seen it in a network.')).toBeInTheDocument();
});

test('asking shows that it runs, can be left and is still running on return', async () => {
  let answer: (detail: EsimDetail) => void = () => undefined;
  const detail = esimDetail({ can });
  const answers = { esim_network: () => new Promise<EsimDetail>((done) => (answer = done)) };
  const { host, user, unmount } = mounted(detail, { answers });
  await user.click(ask());
  expect(screen.getByRole('status')).toHaveTextContent(/ZIM asks the network/);
  unmount();
  render(EsimNow, { app: appState(), detail, refresh });
  expect(screen.getByRole('status')).toHaveTextContent(/ZIM asks the network/);
  await user.click(ask());
  expect(host.requests('esim_network')).toHaveLength(1);
  answer(detail);
  await waitFor(() => expect(ask()).not.toHaveAttribute('aria-busy'));
});

test('one eSIM’s question is not the next one’s', async () => {
  const answers = { esim_network: () => new Promise<EsimDetail>(() => undefined) };
  const { user, rerender } = mounted(esimDetail({ can }), { answers });
  await user.click(ask());
  await rerender({ detail: esimDetail({ can, row: esimRow({ esim_id: 'e2' }) }) });
  expect(ask()).not.toHaveAttribute('aria-busy');
});

test('an answer asks for the details again, a failure stays at the place', async () => {
  let broken = true;
  const answers: Answers = {
    esim_network: () => {
      if (broken) throw failure({ code: 'timed_out' });
      return esimDetail({ can });
    },
  };
  const { user } = mounted(esimDetail({ can }), { answers });
  await user.click(ask());
  expect(await screen.findByRole('alert')).toHaveTextContent('ZIM did not answer in time.');
  expect(refresh).not.toHaveBeenCalled();
  broken = false;
  await user.click(ask());
  await waitFor(() => expect(refresh).toHaveBeenCalledOnce());
  expect(screen.queryByRole('alert')).toBeNull();
});

test('offline says why it cannot be asked now', async () => {
  const { host, user } = mounted(esimDetail({ can }), { since: '2026-11-21T10:42:00Z' });
  for (const name of ['Ask where it is', 'Reconnect (drops the line briefly)']) {
    const button = screen.getByRole('button', { name });
    expect(button).toHaveAccessibleDescription(/^Offline since .+ This needs the network\.$/);
    await user.click(button);
  }
  expect(host.asked).toEqual([]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('only what the wallet can is offered', () => {
  mounted(esimDetail());
  expect(screen.queryByRole('button', { name: /Ask where|Reconnect/ })).toBeNull();
});

test('reconnecting says first what it does, and afterwards when it was asked', async () => {
  const { host, user } = mounted(esimDetail({ can }));
  const open = () =>
    user.click(screen.getByRole('button', { name: 'Reconnect (drops the line briefly)' }));
  await open();
  const dialog = await screen.findByRole('dialog', { name: 'Reconnect this eSIM?' });
  expect(dialog).toHaveTextContent(/A call or a download that runs now stops/);
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(host.requests('esim_reconnect')).toEqual([]);
  await open();
  await user.click(await screen.findByRole('button', { name: 'Reconnect now' }));
  expect(await screen.findByText(/^Asked to reconnect at /)).toBeInTheDocument();
  expect(host.requests('esim_reconnect')).toMatchObject([{ wallet_id: 'w1', esim_id: 'e1' }]);
});

test('a reconnection that failed is not told as asked', async () => {
  const answers: Answers = {
    esim_reconnect: () => {
      throw failure({ code: 'refused' });
    },
  };
  const { user } = mounted(esimDetail({ can }), { answers });
  await user.click(screen.getByRole('button', { name: 'Reconnect (drops the line briefly)' }));
  await user.click(await screen.findByRole('button', { name: 'Reconnect now' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('ZIM refused the request.');
  expect(screen.queryByText(/^Asked to reconnect/)).toBeNull();
});

test('what happened in the network stands in the history; a network outside the plan is marked', async () => {
  const happening = (what: string, at: string, allowed: boolean | null) => ({
    at,
    what,
    country: 'JP',
    detail: 'Softbank',
    allowed,
  });
  const happenings = [
    happening('Location update', '2026-11-21T12:30:00Z', true),
    happening('رفض', '2026-11-21T11:00:00Z', false),
  ];
  const detail = esimDetail({ can, network: networkView({ happenings }) });
  const { container } = render(EsimHistory, { detail, go: () => undefined });
  const lines = screen.getAllByRole('listitem');
  expect(lines.map((one) => one.querySelector('.strong')?.textContent)).toEqual([
    'Location update',
    eventText('fulfilled'),
    'رفض',
  ]);
  expect(lines[0]).toHaveTextContent(/Japan\s+Softbank/);
  expect(lines[0]).not.toHaveTextContent('network not in this plan');
  expect(lines[2]).toHaveTextContent('network not in this plan');
  expect(await wrongs(container)).toEqual([]);
});

test('a history without the network says how to get it', () => {
  render(EsimHistory, { detail: esimDetail({ can }), go: () => undefined });
  expect(screen.getByText(/What ZIM says of the network is missing/)).toBeInTheDocument();
});
