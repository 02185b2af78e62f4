// The guided way to a queue: which system, where it is and who one is there, the check, and what it came to. What was
// typed stays as long as it may still be needed; a token or a secret is forgotten as soon as it is not.

import {
  NotAdded,
  type AddedView,
  type AddField,
  type Backend,
  type ConnectedView,
  type ConnectingStep,
  type ConnectRequest,
  type KindView,
} from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn, type Place } from '../shared/focus';
import { t } from '../shared/language.svelte';

export type Stage = 'choose' | 'fill' | 'connecting' | 'done';
export type Way = 'browser' | 'code' | 'token';

/** Typing is checked when it stands still. */
const STANDSTILL = 300;

const places: Record<AddField, Place> = {
  name: 'add-name',
  address: 'add-address',
  way: 'add-way',
  client: 'add-client',
  issuer: 'add-issuer',
  token: 'add-token',
};

export class Guide {
  stage = $state<Stage | null>(null);
  kinds = $state.raw<KindView[]>([]);
  chosen = $state(0);
  /** The queue that signs in again. */
  again = $state.raw<ConnectedView | null>(null);

  /** What was filled in of the address, by its piece. */
  parts = $state<Record<number, string>>({});
  /** The address is typed as one, where its pieces do not do. */
  whole = $state(false);
  typedWhole = $state('');
  name = $state('');
  way = $state<Way>('token');
  client = $state('');
  secret = $state('');
  issuer = $state('');
  more = $state(false);
  token = $state('');
  invitation = $state('');
  /** Only watched: nothing is decided there from here. */
  watch = $state(false);

  wrong = $state<Wrong>({});
  /** What went wrong, where nothing that was typed is. */
  failure = $state<string | null>(null);
  step = $state.raw<ConnectingStep | null>(null);
  stopping = $state(false);
  added = $state.raw<AddedView | null>(null);
  /** It is connected, and cannot be decided at yet. */
  unheard = $state<string | null>(null);

  readonly #backend: Backend;
  #checking: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was begun: an answer to an earlier one is not listened to. */
  #round = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get kind(): KindView | undefined {
    return this.kinds[this.chosen];
  }

  /** Whether the address has pieces that are filled in, and is not one field anyway. */
  get hasPieces(): boolean {
    const pieces = this.kind?.pieces ?? [];
    return pieces.length > 1 || pieces[0]?.is === 'words';
  }

  get address(): string {
    if (this.again) return this.again.address;
    if (this.whole || !this.kind) return this.typedWhole.trim();
    return this.kind.pieces
      .map((piece, index) => (piece.is === 'words' ? piece.text : (this.parts[index] ?? '').trim()))
      .join('');
  }

  /** Everything that must be there is. */
  get isFilled(): boolean {
    const hasProof = this.way === 'token' ? this.token.trim() !== '' : this.client.trim() !== '';
    return this.#hasAddress() && hasProof && this.name.trim() !== '';
  }

  open(kinds: KindView[]): void {
    if (this.again) this.#empty();
    this.kinds = kinds;
    this.stage = 'choose';
    this.#calm();
  }

  openAgain(kinds: KindView[], row: ConnectedView): void {
    this.#empty();
    this.kinds = kinds;
    this.again = row;
    this.chosen = Math.max(
      0,
      kinds.findIndex((kind) => kind.name === row.system),
    );
    this.name = row.name;
    this.watch = row.watch;
    this.client = row.sign_in?.client ?? '';
    const own = this.kind?.sign_in.issuer ?? null;
    this.issuer = row.sign_in?.issuer && row.sign_in.issuer !== own ? row.sign_in.issuer : '';
    this.more = this.issuer !== '';
    this.way = row.sign_in?.offered ? 'browser' : 'token';
    this.stage = 'fill';
    this.#calm();
  }

  choose(index: number): void {
    if (index === this.chosen) return;
    this.chosen = index;
    [this.parts, this.whole, this.typedWhole] = [{}, false, ''];
    this.#calm();
  }

  turnTo(way: Way): void {
    this.way = way;
    this.wrong = without(this.wrong, 'way', 'token', 'client', 'issuer');
    this.failure = null;
  }

  /** The address as one, or in its parts; what was written goes over as far as it can. */
  turnWhole(): void {
    if (!this.whole && this.#hasAddress()) this.typedWhole = this.address;
    this.whole = !this.whole;
    this.typed('address');
    void focusOn('add-address');
  }

  async fill(): Promise<void> {
    this.way = this.kind?.sign_in.offered ? (this.way === 'token' ? 'browser' : this.way) : 'token';
    this.stage = 'fill';
    const first = this.hasPieces && this.kind?.pieces.every((piece) => piece.is === 'words');
    await focusOn(first ? 'add-name' : 'add-address');
  }

  /** Back to the choice, or out of what is being done; answers whether there was a step back. */
  back(): boolean {
    switch (this.stage) {
      case 'fill':
        if (this.again) return false;
        this.#calm();
        this.stage = 'choose';
        void focusOn('guide');
        return true;
      case 'connecting':
        void this.stop();
        return true;
      case 'choose':
      case 'done':
      case null:
        return false;
    }
  }

  async close(): Promise<void> {
    if (this.stage === 'connecting') await this.stop();
    const isOver = this.stage === 'done' || this.again !== null;
    this.#forget();
    if (isOver) this.#empty();
    this.stage = null;
  }

  /** What is typed is looked at as it stands; what is not there yet is not wrong. */
  typed(field: AddField): void {
    this.wrong = without(this.wrong, field);
    if (field !== 'name' && field !== 'address') return;
    clearTimeout(this.#checking);
    this.#checking = setTimeout(() => void this.#check(), STANDSTILL);
  }

  async #check(): Promise<void> {
    if (this.stage !== 'fill' || this.again || !this.kind) return;
    const complete = this.#hasAddress();
    const round = this.#round;
    const found = await this.#backend
      .checkQueue(this.kind.name, this.name, complete ? this.address : '')
      .catch(() => null);
    if (!found || round !== this.#round) return;
    this.wrong = {
      ...without(this.wrong, 'name', 'address'),
      ...(found.name === null ? {} : { name: found.name }),
      ...(found.address === null ? {} : { address: found.address }),
    };
  }

  async connect(): Promise<void> {
    if (this.stage !== 'fill' || !this.isFilled) return;
    clearTimeout(this.#checking);
    this.#calm();
    this.#round += 1;
    const round = this.#round;
    this.stage = 'connecting';
    await focusOn('guide');
    try {
      const added = await this.#backend.connectQueue(this.#request());
      if (round !== this.#round) return;
      this.added = added;
      this.#finish();
    } catch (error) {
      if (round === this.#round) await this.#refused(error);
    }
  }

  async stop(): Promise<void> {
    if (this.stage !== 'connecting') return;
    this.stopping = true;
    // What was kept already goes on to its end, and says so.
    await this.#backend.stopConnecting().catch(() => undefined);
  }

  hear(step: ConnectingStep): void {
    if (this.stage !== 'connecting') return;
    this.step = step;
    announcer.say(t('connect-doing-step', { step: step.is }));
  }

  #hasAddress(): boolean {
    if (this.again) return true;
    if (this.whole) return this.typedWhole.trim() !== '';
    return (this.kind?.pieces ?? []).every(
      (piece, index) => piece.is === 'words' || (this.parts[index] ?? '').trim() !== '',
    );
  }

  #request(): ConnectRequest {
    const client = { id: this.#clientAsBefore() ? '' : this.client, secret: this.secret || null, issuer: this.issuer };
    const proof: ConnectRequest['proof'] =
      this.way === 'token' ? { is: 'token', token: this.token } : { is: this.way, client };
    const invitation = this.kind?.takes_invitations && this.invitation.trim() !== '' ? this.invitation : null;
    return {
      name: this.name,
      address: this.address,
      proof,
      invitation,
      watch: this.watch && this.kind?.can_be_watched === true,
      again: this.again !== null,
    };
  }

  /** The core keeps its secret: it is not asked for again. */
  #clientAsBefore(): boolean {
    const before = this.again?.sign_in?.client ?? null;
    return before !== null && before === this.client.trim() && this.secret === '';
  }

  async #refused(error: unknown): Promise<void> {
    const refusal = error instanceof NotAdded ? error : null;
    const message = error instanceof Error ? error.message : String(error);
    if (refusal?.connected) {
      this.unheard = message;
      this.#finish();
      return;
    }
    [this.stage, this.step, this.stopping] = ['fill', null, false];
    const field = refusal?.field ?? null;
    if (refusal?.code === 'cancelled') {
      await focusOn('connect');
      announcer.say(t('connect-stopped'));
      return;
    }
    if (field === 'issuer') this.more = true;
    if (field === null) this.failure = message;
    else this.wrong = { [field]: message };
    await focusOn(field === null ? 'connect' : places[field]);
    announcer.say(message);
  }

  #finish(): void {
    this.#forget();
    [this.stage, this.step, this.stopping] = ['done', null, false];
    announcer.say(this.unheard ?? t('connect-done', { name: this.name }));
    void focusOn('guide');
  }

  #calm(): void {
    [this.wrong, this.failure, this.step, this.stopping] = [{}, null, null, false];
    [this.added, this.unheard] = [null, null];
  }

  #forget(): void {
    [this.token, this.secret, this.invitation] = ['', '', ''];
  }

  #empty(): void {
    this.#forget();
    this.again = null;
    [this.parts, this.whole, this.typedWhole, this.name] = [{}, false, '', ''];
    [this.client, this.issuer, this.more, this.way, this.watch] = ['', '', false, 'token', false];
    this.#calm();
  }
}

type Wrong = Partial<Record<AddField, string>>;

function without(wrong: Wrong, ...fields: AddField[]): Wrong {
  return Object.fromEntries(Object.entries(wrong).filter(([name]) => !fields.includes(name as AddField)));
}
