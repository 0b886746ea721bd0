// Made from the command table of the core; do not edit.

export type Abilities = { 
/**
 * Has a catalogue to search.
 */
catalogue: boolean, 
/**
 * Can buy, or take from its stock.
 */
orders: boolean, 
/**
 * As many eSIMs as one order may hold; 1 where each is an order of its own, 0 without orders.
 */
at_once: number, 
/**
 * Says what it holds.
 */
balance: boolean, 
/**
 * Has a stock.
 */
stock: boolean, 
/**
 * Says where an eSIM is.
 */
diagnostics: boolean, 
/**
 * Can connect an eSIM anew.
 */
reconnect: boolean, };

export type Act = { 
/**
 * UUID made by the window for this one user action; a repeat joins the first.
 */
request_id: string, };

export type AddDataPlans = { 
/**
 * The plan on it that is filled up.
 */
service_id: ServiceId, 
/**
 * Who has the eSIM.
 */
traveller: string | null, 
/**
 * The agency's booking of the same.
 */
booking: string | null, 
/**
 * Plans that fit it and work wherever the plan on it works, as far as they say: stock first, then cheapest first.
 */
offers: Array<Offer>, 
/**
 * Plans that fit it and are for other places, likewise.
 */
elsewhere: Array<Offer>, };

export type Allowance = { "kind": "unlimited" } | { "kind": "limited", "amount": number };

export type AppState = { 
/**
 * Simulated suppliers and a data folder of its own.
 */
practice: boolean, 
/**
 * No wallet yet and not practising: the first screen.
 */
welcome: boolean, 
/**
 * Version of the program.
 */
version: string, 
/**
 * Where the data lies.
 */
data_folder: string, 
/**
 * What staff set.
 */
settings: Settings, 
/**
 * Every wallet that is not disconnected.
 */
wallets: Array<WalletView>, 
/**
 * Age of the lists together.
 */
lists: ListsState, 
/**
 * Orders that need somebody.
 */
orders_waiting: number, 
/**
 * What went wrong at start and still matters.
 */
troubles: Array<Failure>, 
/**
 * Systems' trouble with showing a QR aside, the moment the answer was made.
 */
now: string, };

export type CandidateView = { 
/**
 * Its place in the order's list; sent back to adopt it.
 */
index: number, 
/**
 * The supplier's order number.
 */
reference: string | null, 
/**
 * The eSIM.
 */
esim_id: EsimId | null, 
/**
 * Its number, where the lists have it.
 */
iccid: Iccid | null, 
/**
 * The plan on an eSIM.
 */
service_id: ServiceId | null, 
/**
 * When the supplier made it.
 */
created_at: string | null, 
/**
 * How it was found.
 */
evidence: Evidence, };

export type Code = "offline" | "timed_out" | "dropped" | "certificate" | "proxy" | "redirected" | "credentials" | "forbidden" | "not_found" | "path_unfit" | "refused" | "funds" | "too_many" | "supplier_trouble" | "not_json" | "unreadable" | "too_large" | "clock_wrong" | "field_missing" | "not_https" | "not_url" | "field_unusable" | "unknown_provider" | "name_taken" | "secret_needed" | "keychain_missing" | "keychain_locked" | "keychain_refused" | "keychain_timed_out" | "keychain_failed" | "keychain_empty" | "wallet_not_found" | "wallet_paused" | "wallet_has_open_orders" | "account_has_open_orders" | "account_connected" | "cannot_do" | "no_traveller" | "too_many_travellers" | "name_too_long" | "key_reused" | "order_not_found" | "wrong_state" | "bought_all_the_same" | "asking_again" | "bought_today" | "too_many_at_once" | "plan_gone" | "price_rose" | "balance_short" | "reason_needed" | "candidate_taken" | "esim_not_found" | "no_code" | "code_misread" | "not_confirmed" | "given_to_other" | "bought_elsewhere" | "code_used" | "file_not_saved" | "clipboard_failed" | "practice_failed" | "folder_read_only" | "disk_full" | "record_newer" | "record_damaged" | "cache_rebuilt" | "already_running" | "bad_request" | "unknown_command" | "internal" | "ipc";

export type Country = string;

export type Coverage = { "kind": "local", 
/**
 * Which.
 */
country: Country, } | { "kind": "regional", 
/**
 * The supplier's name for it ("Europe").
 */
region: string, 
/**
 * The countries in it; empty where the supplier does not list them.
 */
countries: Array<Country>, } | { "kind": "global", 
/**
 * The countries in it; empty where the supplier does not list them.
 */
countries: Array<Country>, } | { "kind": "not_said" };

export type Data = { "kind": "unlimited" } | { "kind": "bytes", "bytes": number };

export type DataWish = { "kind": "any" } | { "kind": "at_least", 
/**
 * GB.
 */
gb: number, } | { "kind": "unlimited" };

export type Decision = { "kind": "adopt", 
/**
 * Its place in the order's list.
 */
index: number, } | { "kind": "not_bought" } | { "kind": "dealt_with" };

export type Destinations = { 
/**
 * Countries with a plan of their own, by the catalogues.
 */
countries: Array<Country>, 
/**
 * Names of the suppliers' regions.
 */
regions: Array<string>, };

export type Environment = { 
/**
 * `production`, `sandbox` or `own`.
 */
key: string, 
/**
 * As staff read it.
 */
label: string, 
/**
 * Base URL; empty for `own`, which asks for one.
 */
base_url: string, };

export type EsimAct = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * Its wallet.
 */
wallet_id: WalletId, 
/**
 * Its id at the supplier.
 */
esim_id: EsimId, };

export type EsimCan = { 
/**
 * Data can be added to a plan on it.
 */
add_data: boolean, 
/**
 * The supplier can be asked where it is.
 */
ask_network: boolean, 
/**
 * It can be connected anew, which drops the line briefly.
 */
reconnect: boolean, };

export type EsimCounts = { 
/**
 * All.
 */
all: number, 
/**
 * Not given.
 */
not_given: number, 
/**
 * Ending soon.
 */
ending_soon: number, 
/**
 * Code not stored yet.
 */
code_missing: number, };

export type EsimDetail = { 
/**
 * As in the list.
 */
row: EsimRow, 
/**
 * Its own phone number.
 */
msisdn: string | null, 
/**
 * Is it on a phone?
 */
profile: ProfileStatus, 
/**
 * The supplier's word for that.
 */
profile_word: string | null, 
/**
 * When its details were last read.
 */
detail_at: string | null, 
/**
 * Why there is no code although the supplier sent one.
 */
install_problem: string | null, 
/**
 * Plans on it, the one that speaks for it first.
 */
services: Array<ServiceView>, 
/**
 * Hand-overs, newest first.
 */
hand_overs: Array<HandOverView>, 
/**
 * Orders, hand-overs and what changed at the supplier, newest first.
 */
history: Array<HistoryEntry>, 
/**
 * The supplier's answers, codes masked.
 */
raw: Array<RawAnswer>, 
/**
 * What can be done with it.
 */
can: EsimCan, 
/**
 * What the network said of it when it was last asked since the program started.
 */
network: NetworkView | null, 
/**
 * The order here that bought it.
 */
order_key: OrderKey | null, };

export type EsimId = string;

export type EsimPage = { 
/**
 * At most `limit`.
 */
rows: Array<EsimRow>, 
/**
 * Rows that match.
 */
total: number, 
/**
 * The search stopped at the first 5,000 matches.
 */
capped: boolean, 
/**
 * How many there are at all and behind each filter, for the chips.
 */
counts: EsimCounts, };

export type EsimQuery = { 
/**
 * Name, booking, number or part of it; empty finds all.
 */
text: string, 
/**
 * One wallet's.
 */
wallet_id: WalletId | null, 
/**
 * One status.
 */
headline: Headline | null, 
/**
 * Only those nobody has and that can be given.
 */
not_given: boolean, 
/**
 * Only those whose plan or data ends soon.
 */
ending_soon: boolean, 
/**
 * Only those without a stored code that should have one.
 */
code_missing: boolean, 
/**
 * By what.
 */
sort: EsimSort, 
/**
 * The other way round.
 */
descending: boolean, 
/**
 * First row, from 0.
 */
offset: number, 
/**
 * Rows, at most 100.
 */
limit: number, };

export type EsimRef = { 
/**
 * Its wallet.
 */
wallet_id: WalletId, 
/**
 * Its id at the supplier.
 */
esim_id: EsimId, };

export type EsimRow = { 
/**
 * Its wallet.
 */
wallet_id: WalletId, 
/**
 * Its id at the supplier.
 */
esim_id: EsimId, 
/**
 * How staff call the supplier.
 */
supplier: string, 
/**
 * Its number.
 */
iccid: Iccid | null, 
/**
 * Who has it, or for whom it was bought.
 */
traveller: string | null, 
/**
 * The agency's booking.
 */
booking: string | null, 
/**
 * Where its plan works; absent when unknown.
 */
coverage: Coverage | null, 
/**
 * The plan's allowance.
 */
data: Data | null, 
/**
 * The plan's days.
 */
days: number | null, 
/**
 * The one thing to read.
 */
headline: Headline, 
/**
 * When it was last given.
 */
given_at: string | null, 
/**
 * What is left; absent when unknown.
 */
left: Data | null, 
/**
 * Percent left, 0 to 100; absent when unknown or unlimited.
 */
left_percent: number | null, 
/**
 * When its plan ends; absent when the supplier does not say.
 */
ends_at: string | null, 
/**
 * When it was bought here.
 */
bought_at: string | null, 
/**
 * Code of the desk whose order number is on it, where nobody here bought it or gave it.
 */
bought_elsewhere: string | null, 
/**
 * Its install data is on this computer.
 */
code_stored: boolean, 
/**
 * Found by difference alone and not confirmed as ours.
 */
unconfirmed: boolean, 
/**
 * When the supplier last said something of it.
 */
seen_at: string, };

export type EsimSort = "recent" | "traveller" | "plan" | "status" | "left" | "ends" | "iccid";

export type Evidence = "reference" | "difference";

export type Fact = { 
/**
 * Its name ("IMSI").
 */
name: string, 
/**
 * What the supplier says.
 */
value: string, };

export type Failure = { 
/**
 * What happened.
 */
code: Code, 
/**
 * Whether money was taken.
 */
money: MoneyMoved, 
/**
 * The field to stand at, where the input was wrong.
 */
field: string | null, 
/**
 * Short code for support ("ZIM-401-7F3A"); found again in the log.
 */
reference: string, 
/**
 * The supplier's own text or a path, masked; shown under "details" only.
 */
details: string | null, 
/**
 * Values that the sentence names (`supplier`, `name`, `at`, `was`, `now`, …).
 */
facts: { [key in string]: string }, };

export type Field = { 
/**
 * Key under which it is stored.
 */
key: string, 
/**
 * As staff read it.
 */
label: string, 
/**
 * One sentence below the field; may be empty.
 */
help: string, 
/**
 * How it is typed and kept.
 */
kind: FieldKind, 
/**
 * Shown only under *Advanced*.
 */
advanced: boolean, 
/**
 * Whether it must be filled in.
 */
required: boolean, 
/**
 * What it holds before anybody types.
 */
default: string, 
/**
 * Only asked in this environment (`own`); empty is always.
 */
only_in: string, };

export type FieldKind = { "kind": "text" } | { "kind": "secret" } | { "kind": "url" } | { "kind": "switch" } | { "kind": "choice", 
/**
 * Key and label of each.
 */
options: Array<[string, string]>, };

export type Find = { 
/**
 * At least two characters.
 */
text: string, };

export type Found = { "kind": "esim", 
/**
 * Its wallet.
 */
wallet_id: WalletId, 
/**
 * Its id.
 */
esim_id: EsimId, 
/**
 * Traveller, or the last digits of its number.
 */
title: string, 
/**
 * What tells it apart.
 */
subtitle: string, } | { "kind": "order", 
/**
 * Its key.
 */
key: OrderKey, 
/**
 * Number and traveller.
 */
title: string, 
/**
 * What tells it apart.
 */
subtitle: string, };

export type HandOverHow = "shown" | "copied" | "saved" | "assigned";

export type HandOverView = { 
/**
 * To whom.
 */
traveller: string, 
/**
 * Booking at that time.
 */
booking: string | null, 
/**
 * How.
 */
how: HandOverHow, 
/**
 * Why, where it needed a reason.
 */
reason: string | null, 
/**
 * At which desk.
 */
desk: string, 
/**
 * By whom.
 */
staff: string | null, 
/**
 * When.
 */
at: string, };

export type Happening = { 
/**
 * When.
 */
at: string | null, 
/**
 * What, in the supplier's words.
 */
what: string, 
/**
 * In which country.
 */
country: Country | null, 
/**
 * In which network, or on which plan.
 */
detail: string | null, 
/**
 * Whether the plan allows this network; `false` explains "no internet".
 */
allowed: boolean | null, };

export type Headline = "preparing" | "ready_not_given" | "ready_given" | "ready_elsewhere" | "installing" | "installed" | "in_use_online" | "in_use_offline" | "in_use" | "switched_off" | "used_up" | "plan_ended" | "expired" | "deleted" | "cancelled" | "suspended" | "in_stock" | "card" | "no_information";

export type HistoryEntry = { 
/**
 * When.
 */
at: string, 
/**
 * What.
 */
what: HistoryWhat, };

export type HistoryWhat = { "kind": "order", 
/**
 * Its key.
 */
key: OrderKey, 
/**
 * Its number.
 */
number: string, 
/**
 * The event's word (a state, or `note`).
 */
event: string, } | { "kind": "hand_over", 
/**
 * All of it.
 */
hand_over: HandOverView, } | { "kind": "profile", 
/**
 * From.
 */
from: ProfileStatus, 
/**
 * To.
 */
to: ProfileStatus, };

export type Iccid = string;

export type Item = { 
/**
 * Its number where the supplier says it, else the supplier's word for the item.
 */
label: string, 
/**
 * The eSIM, where it is known.
 */
esim: EsimId | null, 
/**
 * How it ended.
 */
outcome: ItemOutcome, };

export type ItemOutcome = { "kind": "open" } | { "kind": "done" } | { "kind": "failed", 
/**
 * The supplier's reason.
 */
reason: string | null, };

export type Kit = { 
/**
 * Its wallet.
 */
wallet_id: WalletId, 
/**
 * Its id.
 */
esim_id: EsimId, 
/**
 * How staff call the supplier.
 */
supplier: string, 
/**
 * Who has it, or for whom it was bought.
 */
traveller: string | null, 
/**
 * The agency's booking.
 */
booking: string | null, 
/**
 * Where its plan works.
 */
coverage: Coverage | null, 
/**
 * The plan's allowance.
 */
data: Data | null, 
/**
 * The plan's days.
 */
days: number | null, 
/**
 * The QR as a PNG `data:` URL, at least 560 px wide for 280 CSS px.
 */
qr: string, 
/**
 * When it was read back and found equal.
 */
proven_at: string, 
/**
 * For an iPhone.
 */
apple_link: string, 
/**
 * For an Android phone.
 */
android_link: string, 
/**
 * SM-DP+ ("Address").
 */
smdp: string, 
/**
 * Matching id ("Code").
 */
matching_id: string, 
/**
 * The same with all but four characters hidden.
 */
matching_id_masked: string, 
/**
 * The whole code on one line (Android).
 */
one_line: string, 
/**
 * The code the phone asks for.
 */
confirmation_code: string | null, 
/**
 * What a phone asks for to unlock the eSIM.
 */
pin: string | null, 
/**
 * What unlocks a blocked PIN.
 */
puk: string | null, 
/**
 * Its number.
 */
iccid: Iccid | null, 
/**
 * Its own phone number.
 */
msisdn: string | null, 
/**
 * Is it on a phone?
 */
profile: ProfileStatus, 
/**
 * When it was first seen on a phone.
 */
used_since: string | null, 
/**
 * The last hand-over.
 */
given: HandOverView | null, 
/**
 * Code of the desk whose order number is on it, where nobody here bought it or gave it.
 */
bought_elsewhere: string | null, 
/**
 * What speaks against the code, in plain words: something else that came with it disagrees.
 */
doubt: string | null, };

export type KitAction = { "kind": "show" } | { "kind": "assign" } | { "kind": "copy", 
/**
 * Which.
 */
part: KitPart, } | { "kind": "save", 
/**
 * As what.
 */
format: PictureFormat, };

export type KitGive = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * The eSIM's wallet.
 */
wallet_id: WalletId, 
/**
 * The eSIM.
 */
esim_id: EsimId, 
/**
 * To whom; empty is refused for a hand-over.
 */
traveller: string, 
/**
 * The agency's booking.
 */
booking: string, 
/**
 * What to do.
 */
action: KitAction, 
/**
 * Typed after a warning (given to somebody else, bought at another desk, on a phone already).
 */
reason: string | null, };

export type KitGiven = { 
/**
 * The hand-over that was recorded, where it was one.
 */
hand_over: HandOverView | null, 
/**
 * The clipboard is cleared after so many seconds.
 */
clears_in: number | null, 
/**
 * Name of the saved file, in Downloads.
 */
saved_as: string | null, };

export type KitPart = "apple_link" | "android_link" | "smdp" | "matching_id" | "one_line" | "confirmation_code" | "pin" | "puk" | "picture" | "iccid" | "msisdn" | "for_support";

export type ListAge = { 
/**
 * Which.
 */
list: ListName, 
/**
 * When it was last read whole.
 */
complete_at: string | null, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * Rows that could not be read.
 */
skipped: number, 
/**
 * Why the last attempt failed.
 */
failure: Failure | null, };

export type ListName = "esims" | "services" | "plans" | "destinations" | "stock";

export type ListsState = { 
/**
 * The oldest complete eSIM list of a wallet that is not paused; absent when one was never read.
 */
oldest_at: string | null, 
/**
 * No wallet could be reached since.
 */
offline_since: string | null, 
/**
 * A sync runs.
 */
syncing: boolean, };

export type LookKeep = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * JSON, up to 1 MB.
 */
look: string, };

export type LotId = string;

export type Money = { 
/**
 * Whole minor units: 490 with `exponent` 2 is 4.90.
 */
minor: number, 
/**
 * ISO 4217, three capital letters.
 */
currency: string, 
/**
 * Number of decimals: JPY 0, USD 2, KWD 3. The supplier's word wins over the standard's.
 */
exponent: number, };

export type MoneyMoved = "untouched" | "spent" | "unknown";

export type NearMiss = { 
/**
 * The plan.
 */
offer: Offer, 
/**
 * Why it does not fit.
 */
reasons: Array<NearReason>, };

export type NearReason = { "kind": "days", 
/**
 * Days of the plan.
 */
has: number, 
/**
 * Days of the trip.
 */
trip: number, } | { "kind": "days_not_said" } | { "kind": "data" } | { "kind": "none_in_stock" } | { "kind": "countries_not_listed", 
/**
 * The region's name.
 */
region: string, } | { "kind": "countries", 
/**
 * Missing ones.
 */
missing: Array<Country>, };

export type Network = { 
/**
 * Its brand ("Softbank").
 */
name: string, 
/**
 * Speeds, fastest last.
 */
speeds: Array<string>, };

export type NetworkView = { 
/**
 * Where and how it was last seen; absent when it never was.
 */
sighting: Sighting | null, 
/**
 * Whether the plan on it covers the country where it was seen; absent where that cannot be told.
 */
covered: boolean | null, 
/**
 * What happened to it, newest first, at most 50.
 */
happenings: Array<Happening>, 
/**
 * When it was asked.
 */
asked_at: string, };

export type Nothing = Record<symbol, never>;

export type Offer = { 
/**
 * Whose.
 */
wallet_id: WalletId, 
/**
 * The wallet's name.
 */
wallet_name: string, 
/**
 * How staff call the supplier.
 */
supplier: string, 
/**
 * The plan.
 */
plan: Plan, 
/**
 * Its price in the wallet's currency; absent is "not stated".
 */
price: Money | null, 
/**
 * What the agency pays for it, by its own note, where the supplier states no price.
 */
own_price: Money | null, 
/**
 * It is taken from what is owned already, instead of bought.
 */
stock: StockLot | null, 
/**
 * Price of one GB; absent for unlimited plans.
 */
per_gb: Money | null, 
/**
 * Price of one day.
 */
per_day: Money | null, 
/**
 * How long from order to code, in seconds.
 */
usual_seconds: number, };

export type Onto = { 
/**
 * The eSIM.
 */
esim_id: EsimId, 
/**
 * The plan on it.
 */
service_id: ServiceId, };

export type Open = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * What.
 */
what: OpenWhat, };

export type OpenWhat = "data_folder" | "saved_folder";

export type OrderAct = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * Which.
 */
key: OrderKey, };

export type OrderDetail = { 
/**
 * The order.
 */
order: OrderView, 
/**
 * Its events, oldest first.
 */
events: Array<OrderEventView>, };

export type OrderEsim = { 
/**
 * Its id.
 */
esim_id: EsimId, 
/**
 * Its number.
 */
iccid: Iccid | null, 
/**
 * Its kit can be shown.
 */
kit_ready: boolean, };

export type OrderEventView = { 
/**
 * When.
 */
at: string, 
/**
 * A state's word, or `looked`, `found`, `held`, `resumed`, `replayed`, `esim_found`,
 * `kit_stored`, `settled`.
 */
event: string, 
/**
 * What else is to be said, masked.
 */
note: string | null, 
/**
 * By whom, where a person did it.
 */
staff: string | null, };

export type OrderFilter = { "kind": "all" } | { "kind": "open" } | { "kind": "waiting" } | { "kind": "purchase", 
/**
 * The request id of its `order_place`.
 */
parent: string, };

export type OrderKey = string;

export type OrderPage = { 
/**
 * At most `limit`.
 */
rows: Array<OrderView>, 
/**
 * Rows that match.
 */
total: number, 
/**
 * Not final.
 */
open: number, 
/**
 * Need somebody.
 */
waiting: number, };

export type OrderPlace = { 
/**
 * UUID of this user action, and the parent of its orders.
 */
request_id: string, 
/**
 * From which wallet.
 */
wallet_id: WalletId, 
/**
 * What.
 */
plan_id: PlanId, 
/**
 * The price staff saw for one; absent where none is stated.
 */
price_seen: Money | null, 
/**
 * Onto an eSIM that exists; absent is a new one.
 */
onto: Onto | null, 
/**
 * Out of this lot of what is owned already; absent is bought.
 */
lot: LotId | null, 
/**
 * How many eSIMs the order of each traveller holds: 1, or more where the wallet can (`abilities.at_once`).
 */
count: number, 
/**
 * One to ten; each becomes one order. For several eSIMs in one order: what they are for.
 */
travellers: Array<TravellerOrder>, 
/**
 * The agency's booking; may be empty.
 */
booking: string, 
/**
 * The trip it was chosen for.
 */
trip: Trip, 
/**
 * The phone check.
 */
phone_check: PhoneCheck, 
/**
 * Staff saw that the same plan was bought for the same traveller today, and mean it.
 */
repeat_meant: boolean, };

export type OrderQuery = { 
/**
 * Which.
 */
filter: OrderFilter, 
/**
 * Number, traveller or booking; empty finds all.
 */
text: string, 
/**
 * First row, from 0.
 */
offset: number, 
/**
 * Rows, at most 100.
 */
limit: number, };

export type OrderRef = { 
/**
 * Its key.
 */
key: OrderKey, };

export type OrderSettle = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * Which.
 */
key: OrderKey, 
/**
 * The state that the person saw and judged.
 */
seen: OrderState, 
/**
 * What it was.
 */
decision: Decision, 
/**
 * Why; must be typed.
 */
reason: string, };

export type OrderState = "intent" | "withdrawn" | "sending" | "accepted" | "fulfilled" | "partly_fulfilled" | "refused" | "failed" | "unknown" | "not_bought" | "settled";

export type OrderView = { 
/**
 * Its key.
 */
key: OrderKey, 
/**
 * `D07-000123`.
 */
number: string, 
/**
 * The purchase it belongs to.
 */
parent: string, 
/**
 * Where it stands.
 */
state: OrderState, 
/**
 * What stopped it or what the supplier said; says whether money was taken.
 */
failure: Failure | null, 
/**
 * How far it is at the supplier.
 */
taken: Taken | null, 
/**
 * The supplier's order number.
 */
reference: string | null, 
/**
 * From which wallet.
 */
wallet_id: WalletId, 
/**
 * Its name.
 */
wallet_name: string, 
/**
 * How staff call the supplier.
 */
supplier: string, 
/**
 * What.
 */
plan: Plan, 
/**
 * The price staff saw.
 */
price_seen: Money | null, 
/**
 * What was charged; absent is "not stated".
 */
price_charged: Money | null, 
/**
 * For whom.
 */
traveller: string, 
/**
 * The agency's booking.
 */
booking: string | null, 
/**
 * The trip.
 */
trip: Trip, 
/**
 * At which desk.
 */
desk: string, 
/**
 * By whom.
 */
staff: string | null, 
/**
 * When the intent was written.
 */
created_at: string, 
/**
 * When it last changed.
 */
updated_at: string, 
/**
 * When it was sent.
 */
sending_since: string | null, 
/**
 * The eSIM it bought, or onto which it adds data.
 */
esim: OrderEsim | null, 
/**
 * It adds data to that eSIM.
 */
adds_data: boolean, 
/**
 * It takes what is owned already.
 */
from_stock: boolean, 
/**
 * Taking it costs nothing more.
 */
already_paid: boolean, 
/**
 * How many eSIMs it holds.
 */
count: number, 
/**
 * What became of each of several; empty before the supplier says so.
 */
items: Array<Item>, 
/**
 * What may be its outcome, when a person must confirm.
 */
candidates: Array<CandidateView>, 
/**
 * The outcome of a lost answer is being looked up, at least until then.
 */
checking_until: string | null, 
/**
 * The intent is of an earlier run of the program and waits for a person.
 */
needs_confirmation: boolean, 
/**
 * Number of the order that must be final first.
 */
behind: string | null, 
/**
 * How long from order to code, in seconds.
 */
usual_seconds: number, 
/**
 * Why a person decided as they did.
 */
settled_reason: string | null, };

export type OwnPrice = { 
/**
 * The plan.
 */
plan: Plan, 
/**
 * The lot of the stock: one row each, also where several hold the same plan.
 */
lot: LotId, 
/**
 * How many are left in it.
 */
left: number, 
/**
 * The note of the plan; absent where there is none.
 */
price: Money | null, };

export type OwnPriceSave = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * Which wallet.
 */
wallet_id: WalletId, 
/**
 * Which plan.
 */
plan_id: PlanId, 
/**
 * The amount as typed ("3.20"), in the wallet's currency; empty removes the note.
 */
amount: string, };

export type OwnedEsim = { 
/**
 * Its id.
 */
esim_id: EsimId, 
/**
 * Its number.
 */
iccid: Iccid | null, 
/**
 * When it was bought here; absent when it was bought elsewhere.
 */
bought_at: string | null, 
/**
 * The order here that bought it.
 */
order_key: OrderKey | null, };

export type OwnedGroup = { 
/**
 * Whose.
 */
wallet_id: WalletId, 
/**
 * The wallet's name.
 */
wallet_name: string, 
/**
 * The plan on them.
 */
plan: Plan, 
/**
 * Each of them, oldest first.
 */
esims: Array<OwnedEsim>, };

export type PhoneCheck = { 
/**
 * Dialled *#06#, an EID appears.
 */
eid_seen: boolean, 
/**
 * Not locked to a network.
 */
not_locked: boolean, 
/**
 * The customer declined the check.
 */
declined: boolean, };

export type PictureFormat = "png" | "svg";

export type Plan = { 
/**
 * The supplier's id.
 */
id: PlanId, 
/**
 * The supplier's own name for it, where it has one.
 */
name: string | null, 
/**
 * Where it works.
 */
coverage: Coverage, 
/**
 * How much data; absent where the supplier does not say.
 */
data: Data | null, 
/**
 * What slows an unlimited plan down, in the supplier's words.
 */
throttling: string | null, 
/**
 * Minutes of calls.
 */
calls: Allowance | null, 
/**
 * Text messages.
 */
texts: Allowance | null, 
/**
 * Days of validity.
 */
days: number | null, 
/**
 * When the days begin.
 */
start: Start, 
/**
 * What else it can do.
 */
features: Array<PlanFeature>, 
/**
 * Phone networks and their speeds; empty where the supplier does not say.
 */
networks: Array<Network>, 
/**
 * One price for each currency it is sold in; empty is "not stated".
 */
prices: Array<Money>, };

export type PlanFeature = { "kind": "hotspot" } | { "kind": "top_up" } | { "kind": "speed", "name": string } | { "kind": "other", "name": string };

export type PlanId = string;

export type PlanSearch = { 
/**
 * Every country must be covered.
 */
countries: Array<Country>, 
/**
 * First day, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * Last day, `YYYY-MM-DD`.
 */
to: string | null, 
/**
 * How much data.
 */
data: DataWish, };

export type PlanSource = { 
/**
 * Which wallet.
 */
wallet_id: WalletId, 
/**
 * Its name.
 */
wallet_name: string, 
/**
 * Age of its catalogue.
 */
complete_at: string | null, 
/**
 * It is being read.
 */
syncing: boolean, 
/**
 * Why the last attempt failed.
 */
failure: Failure | null, };

export type PlansFound = { 
/**
 * Days of the trip, both ends counted; absent without both dates.
 */
trip_days: number | null, 
/**
 * eSIMs that were bought and nobody has.
 */
owned: Array<OwnedGroup>, 
/**
 * What was paid for and is on no eSIM yet, and fits.
 */
stock: Array<Offer>, 
/**
 * Plans that cover every country, long and large enough, cheapest first within a currency.
 */
fits: Array<Offer>, 
/**
 * Plans that nearly do, each with its reason.
 */
near: Array<NearMiss>, 
/**
 * Where the plans come from and how old they are.
 */
sources: Array<PlanSource>, };

export type ProfileStatus = "preparing" | "in_stock" | "ready" | "downloading" | "installed" | "enabled" | "online" | "offline" | "disabled" | "removed" | "expired" | "card" | "unavailable" | "unknown";

export type ProviderForm = { 
/**
 * The client's key, stored with the wallet.
 */
provider: string, 
/**
 * The supplier's full name ("ZIM Connections").
 */
name: string, 
/**
 * How staff call it ("ZIM").
 */
short_name: string, 
/**
 * Where it can be reached; the last is an address of one's own.
 */
environments: Array<Environment>, 
/**
 * What to fill in, in order.
 */
fields: Array<Field>, 
/**
 * What this supplier cannot do, in plain sentences.
 */
cannot: Array<string>, };

export type RawAnswer = { 
/**
 * What was asked.
 */
title: string, 
/**
 * JSON, indented, codes masked.
 */
json: string, 
/**
 * When.
 */
at: string, };

export type ServiceId = string;

export type ServiceStatus = "none" | "preparing" | "waiting" | "active" | "used_up" | "expired" | "cancelled" | "suspended" | "unknown";

export type ServiceView = { 
/**
 * Its id.
 */
id: ServiceId, 
/**
 * The plan.
 */
plan: Plan | null, 
/**
 * Can it be used?
 */
status: ServiceStatus, 
/**
 * The supplier's word for that.
 */
status_word: string | null, 
/**
 * Left.
 */
left: Data | null, 
/**
 * Used, in bytes.
 */
used: number | null, 
/**
 * Allowance.
 */
allowance: Data | null, 
/**
 * When the supplier measured it.
 */
measured_at: string | null, 
/**
 * When it ends.
 */
ends_at: string | null, 
/**
 * When we last read it.
 */
seen_at: string, };

export type Settings = { 
/**
 * Name of the agency.
 */
agency: string, 
/**
 * How customers reach it.
 */
contact: string, 
/**
 * The Wi-Fi that customers may use; shown on the customer's screen.
 */
guest_wifi: string, 
/**
 * This installation's short code (`D07`): a letter and up to four letters or digits.
 */
desk: string, 
/**
 * Names of the staff.
 */
staff: Array<string>, 
/**
 * Who works now; one of the staff or nobody.
 */
working: string | null, 
/**
 * Screens face customers.
 */
hide_buying_prices: boolean, 
/**
 * Light, dark or the system's.
 */
theme: Theme, };

export type SettingsSave = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * All of them.
 */
settings: Settings, };

export type Sharing = "only_us" | "others";

export type Sighting = { 
/**
 * When.
 */
at: string | null, 
/**
 * In which country.
 */
country: Country | null, 
/**
 * In which network.
 */
network: string | null, 
/**
 * By which technology ("4G").
 */
technology: string | null, 
/**
 * The phone's model.
 */
device: string | null, 
/**
 * Whether it is connected now; absent where that is not said.
 */
online: boolean | null, 
/**
 * The supplier's other facts, by the supplier's names: states, and numbers of phone, chip and subscriber.
 */
facts: Array<Fact>, };

export type Start = "first_use" | "installation" | "purchase" | "not_said";

export type StockLot = { 
/**
 * The supplier's id.
 */
lot: LotId, 
/**
 * Taking one costs nothing more; otherwise the supplier charges for it by its own price list.
 */
paid: boolean, 
/**
 * How many are left.
 */
left: number, 
/**
 * When the rest lapses.
 */
expires_at: string | null, };

export type SyncNow = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * Which; absent is all.
 */
wallet_id: WalletId | null, };

export type SyncProgress = { 
/**
 * Which list it reads.
 */
list: ListName, 
/**
 * Parts of the list, or details, read so far.
 */
done: number, 
/**
 * How many there are; 0 while that is not known.
 */
of: number, };

export type Taken = { "kind": "processing" } | { "kind": "waits_for_approval" } | { "kind": "waits_for_payment" } | { "kind": "fulfilled" } | { "kind": "failed", 
/**
 * The supplier's reason.
 */
reason: string | null, 
/**
 * Whether the money came back; absent is not said.
 */
money_back: boolean | null, } | { "kind": "replaced" } | { "kind": "not_said" };

export type Theme = "system" | "light" | "dark";

export type Topic = "app" | "wallets" | "esims" | "orders" | "plans" | "clipboard";

export type TravellerOrder = { 
/**
 * UUID v7 made when the form opened.
 */
key: OrderKey, 
/**
 * The traveller's name.
 */
name: string, };

export type Trip = { 
/**
 * Where to.
 */
countries: Array<Country>, 
/**
 * First day, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * Last day, `YYYY-MM-DD`.
 */
to: string | null, };

export type WalletAct = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * Which.
 */
wallet_id: WalletId, };

export type WalletBalance = { 
/**
 * The amount.
 */
amount: Money, 
/**
 * When the supplier measured it, or when it was asked.
 */
at: string, 
/**
 * It was measured some time before it was asked, and may have changed.
 */
snapshot: boolean, };

export type WalletCheck = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * The wallet being edited, whose stored secrets fill what was not typed.
 */
wallet_id: WalletId | null, 
/**
 * The form.
 */
draft: WalletDraft, };

export type WalletChecked = { 
/**
 * Destinations the supplier sells; absent where it sells none.
 */
destinations: number | null, 
/**
 * What the wallet holds, where the supplier says so.
 */
balance: Money | null, 
/**
 * Whether the supplier lets us see the account's orders; absent where it cannot be told.
 */
sees_orders: boolean | null, 
/**
 * How long it took, in milliseconds.
 */
milliseconds: number, 
/**
 * What works but deserves a word (clock, a row that could not be read).
 */
warnings: Array<Failure>, };

export type WalletConnect = { 
/**
 * UUID of this user action; becomes the wallet's id, so that a repeat makes no second one.
 */
request_id: string, 
/**
 * The form.
 */
draft: WalletDraft, };

export type WalletDraft = { 
/**
 * The client's key.
 */
provider: string, 
/**
 * Key of the environment.
 */
environment: string, 
/**
 * Staff's own name; empty takes the supplier's.
 */
name: string, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Fields that are no secret.
 */
settings: { [key in string]: string }, 
/**
 * Secret fields; at an edit only those typed again. They go in and never come out.
 */
secrets: { [key in string]: string }, 
/**
 * Whether anybody else buys from this account; must be answered.
 */
sharing: Sharing | null, };

export type WalletEdit = { 
/**
 * UUID of this user action.
 */
request_id: string, 
/**
 * Which.
 */
wallet_id: WalletId, 
/**
 * The form.
 */
draft: WalletDraft, };

export type WalletForms = { 
/**
 * One for each supplier.
 */
forms: Array<ProviderForm>, 
/**
 * Currencies to choose from, the usual ones first.
 */
currencies: Array<string>, };

export type WalletId = string;

export type WalletRef = { 
/**
 * Which wallet.
 */
wallet_id: WalletId, };

export type WalletView = { 
/**
 * Its id.
 */
id: WalletId, 
/**
 * Its client's key.
 */
provider: string, 
/**
 * The supplier's full name.
 */
supplier: string, 
/**
 * How staff call the supplier.
 */
supplier_short: string, 
/**
 * Staff's own name for the wallet.
 */
name: string, 
/**
 * Key of the environment.
 */
environment: string, 
/**
 * Label of the environment.
 */
environment_label: string, 
/**
 * ISO 4217 currency it buys in.
 */
currency: string, 
/**
 * Fields that are no secret.
 */
settings: { [key in string]: string }, 
/**
 * Whether anybody else buys from this account.
 */
sharing: Sharing, 
/**
 * Nothing is read or bought.
 */
paused: boolean, 
/**
 * Its records stay, its credentials are gone.
 */
disconnected: boolean, 
/**
 * What it can do; absent while its credentials cannot be read.
 */
abilities: Abilities | null, 
/**
 * What this supplier cannot do, in plain sentences.
 */
cannot: Array<string>, 
/**
 * What stands in its way.
 */
trouble: Failure | null, 
/**
 * Age of each list.
 */
lists: Array<ListAge>, 
/**
 * A sync runs.
 */
syncing: SyncProgress | null, 
/**
 * eSIMs in the lists.
 */
esims: number, 
/**
 * Orders that are not final.
 */
open_orders: number, 
/**
 * How long from order to code, in seconds.
 */
usual_seconds: number | null, 
/**
 * What it holds, as far as the supplier said so.
 */
balance: WalletBalance | null, 
/**
 * Reading waits so long, by the supplier's limits; absent where it need not.
 */
waiting_seconds: number | null, };

export interface Commands {
  app_state: { kind: 'read'; request: Nothing; reply: AppState };
  settings_save: { kind: 'write'; request: SettingsSave; reply: Settings };
  practice_start: { kind: 'write'; request: Act; reply: AppState };
  practice_stop: { kind: 'write'; request: Act; reply: AppState };
  find: { kind: 'read'; request: Find; reply: Array<Found> };
  open: { kind: 'write'; request: Open; reply: Nothing };
  look_keep: { kind: 'write'; request: LookKeep; reply: Nothing };
  wallet_forms: { kind: 'read'; request: Nothing; reply: WalletForms };
  wallets: { kind: 'read'; request: Nothing; reply: Array<WalletView> };
  wallet_check: { kind: 'write'; request: WalletCheck; reply: WalletChecked };
  wallet_connect: { kind: 'write'; request: WalletConnect; reply: WalletView };
  wallet_edit: { kind: 'write'; request: WalletEdit; reply: WalletView };
  wallet_pause: { kind: 'write'; request: WalletAct; reply: WalletView };
  wallet_resume: { kind: 'write'; request: WalletAct; reply: WalletView };
  wallet_disconnect: { kind: 'write'; request: WalletAct; reply: WalletView };
  own_prices: { kind: 'read'; request: WalletRef; reply: Array<OwnPrice> };
  own_price_save: { kind: 'write'; request: OwnPriceSave; reply: Array<OwnPrice> };
  sync_now: { kind: 'write'; request: SyncNow; reply: Nothing };
  destinations: { kind: 'read'; request: Nothing; reply: Destinations };
  plans_search: { kind: 'read'; request: PlanSearch; reply: PlansFound };
  esims_page: { kind: 'read'; request: EsimQuery; reply: EsimPage };
  esim_detail: { kind: 'read'; request: EsimRef; reply: EsimDetail };
  esim_refresh: { kind: 'write'; request: EsimAct; reply: EsimDetail };
  esim_network: { kind: 'write'; request: EsimAct; reply: EsimDetail };
  esim_reconnect: { kind: 'write'; request: EsimAct; reply: Nothing };
  add_data_plans: { kind: 'read'; request: EsimRef; reply: AddDataPlans };
  kit: { kind: 'read'; request: EsimRef; reply: Kit };
  kit_give: { kind: 'write'; request: KitGive; reply: KitGiven };
  clipboard_keep: { kind: 'write'; request: Act; reply: Nothing };
  order_place: { kind: 'write'; request: OrderPlace; reply: Array<OrderView> };
  orders_page: { kind: 'read'; request: OrderQuery; reply: OrderPage };
  order_detail: { kind: 'read'; request: OrderRef; reply: OrderDetail };
  order_send: { kind: 'write'; request: OrderAct; reply: OrderView };
  order_withdraw: { kind: 'write'; request: OrderAct; reply: OrderView };
  order_look: { kind: 'write'; request: OrderAct; reply: OrderView };
  order_settle: { kind: 'write'; request: OrderSettle; reply: OrderView };
}

export const COMMANDS: { readonly [N in keyof Commands]: Commands[N]['kind'] } = {
  app_state: 'read',
  settings_save: 'write',
  practice_start: 'write',
  practice_stop: 'write',
  find: 'read',
  open: 'write',
  look_keep: 'write',
  wallet_forms: 'read',
  wallets: 'read',
  wallet_check: 'write',
  wallet_connect: 'write',
  wallet_edit: 'write',
  wallet_pause: 'write',
  wallet_resume: 'write',
  wallet_disconnect: 'write',
  own_prices: 'read',
  own_price_save: 'write',
  sync_now: 'write',
  destinations: 'read',
  plans_search: 'read',
  esims_page: 'read',
  esim_detail: 'read',
  esim_refresh: 'write',
  esim_network: 'write',
  esim_reconnect: 'write',
  add_data_plans: 'read',
  kit: 'read',
  kit_give: 'write',
  clipboard_keep: 'write',
  order_place: 'write',
  orders_page: 'read',
  order_detail: 'read',
  order_send: 'write',
  order_withdraw: 'write',
  order_look: 'write',
  order_settle: 'write',
};
