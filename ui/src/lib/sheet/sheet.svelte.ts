// The open request and what is being done about it. It decides only with the ticket of the very sheet on the screen, and
// only while that is the request that was asked for.

import {
  Refusal,
  type Backend,
  type Choice,
  type LengthView,
  type RoleLevel,
  type SafeText,
  type SheetView,
} from '../backend/backend';
import { announcer } from '../shared/announcer.svelte';
import { focusOn } from '../shared/focus';
import { keyOf } from '../shared/keys.svelte';
import { counted, t } from '../shared/language.svelte';
import { Draft } from './draft.svelte';
import { GrantGesture } from './gesture.svelte';

/** Least first, as their keys are. */
export const levels: readonly RoleLevel[] = ['low', 'medium', 'high', 'critical'];

export type Need = 'length' | 'reason' | 'tenant';

export class SheetState {
  view = $state.raw<SheetView | null>(null);
  /** The request that should be on the sheet; it is another one while that is being read. */
  wanted = $state<string | null>(null);
  denying = $state(false);
  /** The person has read that they must decide again. */
  again = $state(false);
  lengthError = $state<string | null>(null);
  error = $state<string | null>(null);
  busy = $state(false);
  readonly gesture: GrantGesture = new GrantGesture(() => void this.#grant());
  readonly #backend: Backend;
  readonly #drafts = new Map<string, Draft>();
  #draft = $state.raw(new Draft());
  #loads = 0;
  #reading: Promise<void> = Promise.resolve();
  /** Decided here, and its undo window not shown yet. */
  #decided: string | null = null;

  readonly isCurrent = $derived(this.view !== null && this.view.id === this.wanted);
  /** The controls are on the screen. */
  readonly deciding = $derived(
    this.view?.panel.is === 'decide' || (this.view?.panel.is === 'again' && this.again && !this.view.frozen),
  );
  readonly length: LengthView | null = $derived.by(() => {
    const duration = this.view?.duration;
    if (!duration) return null;
    const drafted = this.#draft.length;
    if (!drafted) return duration.stops[duration.chosen] ?? null;
    // The stops of a newer sheet know newer ends.
    return duration.stops.find((stop) => stop.seconds === drafted.seconds) ?? drafted;
  });
  readonly needs: Need[] = $derived.by(() => {
    const view = this.view;
    if (!view) return [];
    const needs: Need[] = [];
    if (this.lengthError !== null) needs.push('length');
    if (view.reason_required && this.#draft.reason.trim() === '') needs.push('reason');
    if (view.gesture.is === 'type' && this.#draft.typed.trim() !== view.gesture.word) needs.push('tenant');
    return needs;
  });
  readonly canGrant = $derived(
    this.isCurrent && this.deciding && !this.busy && this.view?.grant.allowed === true && this.needs.length === 0,
  );
  readonly canDeny = $derived(
    this.isCurrent && !this.busy && this.view?.deny.allowed === true && (this.deciding || this.#offersDenyAlone()),
  );

  /** What a denial may offer instead, while that is on the screen. */
  readonly offers: LengthView[] = $derived(
    this.denying && (this.deciding || this.view?.panel.is === 'deny-only') ? (this.view?.offers ?? []) : [],
  );

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get draft(): Draft {
    return this.#draft;
  }

  async open(id: string): Promise<void> {
    if (this.wanted !== id) {
      this.#leave();
      this.wanted = id;
    }
    await this.#read(id, () => this.#backend.openSheet(id));
  }

  /** Reads the open request again; what was set up stays. */
  async refresh(): Promise<void> {
    const id = this.wanted;
    // What is being decided ends with a refresh of its own, and needs its ticket until then.
    if (id !== null && !this.busy) await this.#read(id, () => this.#backend.openSheet(id));
  }

  close(): void {
    this.#leave();
    this.wanted = null;
    this.view = null;
  }

  async goOn(): Promise<void> {
    const view = this.view;
    if (!view || !this.isCurrent || view.panel.is !== 'changed') return;
    const { id, revision } = view;
    this.denying = false;
    await this.#read(id, () => this.#backend.acceptChange(id, revision));
    await focusOn('sheet');
  }

  decideAgain(): void {
    this.again = true;
    void focusOn('sheet');
  }

  choose(stop: LengthView): void {
    this.gesture.cancel();
    this.#draft.length = stop;
    this.#draft.text = null;
    this.lengthError = null;
  }

  /** The next stop in a direction, seen from the chosen length, which may lie between two. */
  step(direction: 1 | -1): void {
    const [duration, length] = [this.view?.duration, this.length];
    if (!duration || !length || !this.deciding) return;
    const next =
      direction > 0
        ? duration.stops.find((stop) => stop.seconds > length.seconds)
        : duration.stops.findLast((stop) => stop.seconds < length.seconds);
    if (!next) return;
    this.choose(next);
    announcer.say(next.spoken);
  }

  /** A length in the person's own words; the core reads them. */
  async type(text: string): Promise<void> {
    if (text.trim() === '') return;
    const draft = this.#draft;
    this.gesture.cancel();
    await this.#reading;
    if (draft === this.#draft) await this.#workOut(text);
  }

  async #workOut(text: string): Promise<void> {
    const draft = this.#draft;
    if (!this.view || !this.isCurrent) return;
    try {
      const length = await this.#backend.previewLength(this.view.ticket, text);
      if (draft !== this.#draft) return;
      draft.length = length;
      draft.text = text;
      this.lengthError = null;
    } catch (error) {
      if (draft === this.#draft) this.lengthError = sentence(error);
    }
  }

  pressGrant(): void {
    if (!this.view || !this.canGrant || this.denying) {
      if (this.needs.includes('reason')) void focusOn('reason');
      return;
    }
    this.error = null;
    this.gesture.press(this.view.gesture);
    if (this.gesture.state === 'asking') void focusOn('confirm');
  }

  /** A press that cannot be held, from a keyboard or an assistive tool: the answer is asked for in a second place. */
  askGrant(): void {
    if (!this.view || !this.canGrant) return;
    if (this.view.gesture.is === 'press') {
      this.pressGrant();
      return;
    }
    this.gesture.ask();
    // For what is dangerous the focus lands beside it, so that the same key twice gives nothing.
    void focusOn(this.view.gesture.is === 'confirm' ? 'confirm' : 'step-back');
  }

  startDeny(): void {
    if (!this.canDeny) return;
    this.gesture.cancel();
    this.error = null;
    this.denying = true;
    void focusOn('reason');
  }

  async sendDeny(): Promise<void> {
    if (!this.canDeny || !this.denying) return;
    const offer = this.offers.find((one) => one.seconds === this.#draft.offer);
    await this.#decide(offer ? { is: 'counter-offer', seconds: offer.seconds } : { is: 'deny' });
  }

  /** What a denial offers instead; `null` for nothing. */
  offer(seconds: number | null): void {
    this.#draft.offer = seconds;
  }

  /** Takes back the last step towards a decision; answers whether there was one. */
  stepBack(): boolean {
    if (this.gesture.state !== 'rest') {
      this.gesture.cancel();
      void focusOn('grant');
      return true;
    }
    if (this.denying) {
      this.denying = false;
      void focusOn('sheet');
      return true;
    }
    return false;
  }

  /** How dangerous the roles are that wait for it; `null` takes back what was said. Then the sheet is judged anew. */
  async classify(level: RoleLevel | null): Promise<void> {
    const view = this.view;
    const classify = view?.why.classify;
    if (!view || !classify || !this.isCurrent || this.busy || classify.yours !== (level === null)) return;
    this.gesture.cancel();
    this.busy = true;
    this.error = null;
    try {
      await this.#backend.classify(view.id, level);
      announcer.say(level === null ? t('classify-taken-back') : t('classify-done', { level }));
    } catch (error) {
      this.error = sentence(error);
      announcer.say(this.error);
    } finally {
      this.busy = false;
    }
    await this.refresh();
  }

  /** Its page in the system that it comes from, in the person's browser. */
  async openPage(): Promise<void> {
    if (!this.view?.page) return;
    this.error = null;
    try {
      await this.#backend.openPage(this.view.id);
    } catch (error) {
      this.error = sentence(error);
      announcer.say(this.error);
    }
  }

  async undo(): Promise<void> {
    await this.#whileHeld(async (id) => {
      await this.#backend.undo(id);
      return t('decide-undone');
    });
  }

  async sendNow(): Promise<void> {
    await this.#whileHeld((id) => this.#backend.sendNow(id));
  }

  async #grant(): Promise<void> {
    if (!this.canGrant) return;
    if (this.view?.once !== null) await this.#decide({ is: 'once' });
    else if (this.length) await this.#decide({ is: 'grant', seconds: this.length.seconds });
  }

  async #decide(choice: Choice): Promise<void> {
    const pressed = this.view;
    if (!pressed || this.busy) return;
    this.busy = true;
    // A sheet that is on its way makes the ticket of this one worthless.
    await this.#reading;
    const view = this.view;
    if (!isSamePaper(pressed, view) || (choice.is === 'grant' && choice.seconds > most(view))) {
      this.busy = false;
      return;
    }
    const [reason, typed] = [this.#draft.reason.trim(), this.#draft.typed.trim()];
    this.error = null;
    this.#decided = view.id;
    try {
      await this.#backend.decide(view.ticket, choice, reason || null, view.gesture.is === 'type' ? typed : null);
      // The rest of the draft stays: whoever undoes this wants to change one thing, not to begin anew.
      this.#draft.typed = '';
      this.denying = false;
      this.again = false;
    } catch (error) {
      this.#decided = null;
      this.error = sentence(error);
      announcer.say(this.error);
    } finally {
      this.busy = false;
    }
    await this.refresh();
  }

  /** `act` answers what is said aloud, if anything. */
  async #whileHeld(act: (id: string) => Promise<string | null>): Promise<void> {
    const view = this.view;
    if (!view || !this.isCurrent || view.panel.is !== 'held' || this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      const said = await act(view.id);
      if (said !== null) announcer.say(said);
    } catch (error) {
      this.error = sentence(error);
      announcer.say(this.error);
    } finally {
      this.busy = false;
    }
    await this.refresh();
    await focusOn('sheet');
  }

  #read(id: string, read: () => Promise<SheetView>): Promise<void> {
    this.#reading = this.#take(id, read);
    return this.#reading;
  }

  async #take(id: string, read: () => Promise<SheetView>): Promise<void> {
    this.#loads += 1;
    const load = this.#loads;
    try {
      const view = await read();
      // A later call, or another request, has overtaken this one.
      if (load !== this.#loads || this.wanted !== id) return;
      this.#show(view);
    } catch (error) {
      if (load === this.#loads && this.wanted === id) this.error = sentence(error);
    }
  }

  #show(view: SheetView): void {
    const before = this.view;
    const isOther = before?.id !== view.id;
    if (isOther) this.#draft = this.#draftOf(view.id);
    // What was begun on another paper is not carried on.
    if (!before || !isSamePaper(before, view)) {
      this.gesture.cancel();
      if (view.panel.is !== 'again') this.again = false;
      this.#draft.typed = '';
    }
    const length = this.length;
    this.view = view;
    if (before && !isOther) this.#cutTo(view, before, length);
    if (this.denying && !this.canDeny && !this.busy) this.denying = false;
    const text = this.#draft.text;
    // As time passes; a gesture that is under way goes on.
    if (text !== null && this.deciding) void this.#workOut(text);
    if (this.#decided === view.id && view.panel.is === 'held') {
      this.#decided = null;
      announcer.say(t('decide-held', { ...counted(view.panel.millis / 1000), key: keyOf('undo') }));
      void focusOn('undo');
    }
  }

  /** Another's agreement may leave less than was set up: that is said, and never made shorter in silence. */
  #cutTo(view: SheetView, before: SheetView, length: LengthView | null): void {
    const agreed = spoken(view.agreed);
    if (agreed !== null && agreed !== spoken(before.agreed)) announcer.say(agreed);
    if (!length || length.seconds <= most(view)) return;
    this.gesture.cancel();
    // A length of the core's own choosing is chosen anew; of one that the person set, the core says what is wrong with it.
    if (this.#draft.length && this.#draft.text === null && this.deciding) void this.#workOut(length.label);
  }

  #leave(): void {
    this.gesture.cancel();
    this.denying = false;
    this.again = false;
    this.error = null;
    this.lengthError = null;
  }

  #draftOf(id: string): Draft {
    const known = this.#drafts.get(id) ?? new Draft();
    this.#drafts.set(id, known);
    return known;
  }

  /** What is with others, or changed, can be denied from where it is told. */
  #offersDenyAlone(): boolean {
    return ['changed', 'again', 'moving', 'closed', 'deny-only'].includes(this.view?.panel.is ?? '');
  }
}

/** Nothing that could change a person's mind is different. */
function isSamePaper(one: SheetView, other: SheetView | null): other is SheetView {
  const [before, now] = [
    [one.id, one.revision, one.panel.is, one.risk.level],
    [other?.id, other?.revision, other?.panel.is, other?.risk.level],
  ];
  return before.every((part, place) => part === now[place]);
}

/** The most that can still be granted, in seconds. */
function most(view: SheetView): number {
  return view.duration.stops.at(-1)?.seconds ?? 0;
}

function spoken(text: SafeText | null): string | null {
  return text && text.pieces.map((piece) => piece.text).join('');
}

function sentence(error: unknown): string {
  return error instanceof Refusal || error instanceof Error ? error.message : String(error);
}
