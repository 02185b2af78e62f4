// The few words that are the front end's own: names of places and controls, and the frames of countdowns. Everything
// said about a request, a grant or the log comes from the core.

const plural = new Intl.PluralRules('en');
const number = new Intl.NumberFormat('en');

function counted(count: number, one: string, other: string): string {
  return `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`;
}

export const words = {
  app: 'Doorward',
  title: (page: string, count: number) =>
    count > 0 ? `${page} (${number.format(count)}) · Doorward` : `${page} · Doorward`,
  number: (value: number) => number.format(value),

  minutes: (minutes: number) => `${String(minutes)} min`,
  hoursMinutes: (hours: number, minutes: string) => `${String(hours)} h ${minutes} min`,
  seconds: (seconds: number) => `${String(seconds)} s`,

  frame: {
    pages: { inbox: 'Inbox', grants: 'Live grants', log: 'Log' },
    nav: 'Pages',
    queues: 'Queues',
    queue: (name: string, state: string, heard: string, trouble: string | null) =>
      `${name}: ${state}, heard ${heard}${trouble === null ? '' : `. ${trouble}`}`,
    queueStates: { fresh: 'connected', old: 'data getting old', off: 'not reached' },
    practice: 'Practice: made up',
    practiceLong: 'What the practice queue shows is made up.',
    shortcuts: 'Shortcuts',
    close: 'Close',
    singleKeys: 'Single keys work in list and sheet, never while you type.',
    banners: 'Notices',
    nextTry: (seconds: number) => `next try in ${String(seconds)} s`,
    tryNow: 'Try now',
    tryAgain: 'Try again',
    openLog: 'Open the log',
    unlock: 'Unlock keyring',
    notRead: 'The desk could not be read.',
    loading: 'Reading',
  },

  inbox: {
    list: 'Requests, by time left',
    byTime: 'by time left',
    fresh: (count: number) => `${number.format(count)} new since you looked`,
    show: 'Show',
    more: (count: number) => `${number.format(count)} more, with more time left`,
    outbox: (count: number, waits: string | null) => {
      const said = counted(count, 'decision waits to be sent', 'decisions wait to be sent');
      return waits === null ? said : `${said}. ${waits}`;
    },
    gone: 'No longer waiting',
    left: (time: string) => `${time} left`,
    liveGrants: (count: number) => counted(count, 'live grant', 'live grants'),
    choose: 'Choose a request to read it here.',
  },

  sheet: {
    name: 'Request',
    back: 'Back to the list',
    place: (place: number, of: number) => `${number.format(place)} of ${number.format(of)}`,
    left: (rest: string) => ` left, ${rest}`,
    tenMinutes: '10 minutes left to answer.',
    twoMinutes: '2 minutes left to answer.',
    expired: 'The time to answer is over.',
    raw: 'Raw',
    plain: 'As shown',
    rawLabel: 'The words with every unusual character written as its code',
    onBehalf: 'On whose behalf',
    kinds: { person: 'person', agent: 'agent', service: 'service' } as Record<string, string>,
    usual: 'Usual, then now',
    becomes: 'becomes',
    others: 'Others decided',
    soFar: 'So far',
    unknown: 'unknown',
    sawAndNow: 'What you saw, what it says now',
    now: 'Now',
    decide: 'Decide',
    howLong: 'How long',
    lengthField: 'Length or end, such as 90m or until 18:00',
    onceStarted: 'once it starts',
    until: 'until',
    usualCaption: 'usual',
    reason: 'Reason',
    reasonHint: 'Reason, kept in the log',
    denyReasonHint: 'Why not? Kept in the log',
    deny: 'Deny',
    denySend: 'Deny',
    denyOffer: (length: string) => `Deny, offer ${length}`,
    offer: 'Offer instead',
    offerNone: 'Nothing',
    offerSays: (length: string) =>
      `The reason will say that up to ${length} would be granted if it is asked for again.`,
    offerNothing: 'This queue cannot grant less than was asked. A denial can say what you would grant.',
    grant: (length: string) => `Grant ${length}`,
    holdToGrant: (length: string) => `Hold to grant ${length}`,
    agree: (length: string) => `Agree to ${length}`,
    holdToAgree: (length: string) => `Hold to agree to ${length}`,
    keepHolding: (rest: string) => `Keep holding ${rest}`,
    askGrant: (length: string) => `Grant ${length}?`,
    askAgree: (length: string, share: string) => `Agree to ${length}, ${share}?`,
    confirm: 'Confirm',
    cancel: 'Back',
    type: 'Type',
    typeLabel: (word: string) => `Type the tenant: ${word}`,
    stillNeeded: (parts: string[]) => `Still needed: ${parts.join(', ')}.`,
    need: { reason: 'a reason', tenant: 'the tenant’s name', length: 'a length' },
    undo: 'Undo',
    sendNow: 'Send now',
    reasonGiven: 'Reason:',
    steps: { held: 'Held', signed: 'Signed', sent: 'Sent', recorded: 'Recorded' },
    stepsLabel: 'Where this decision is',
    showInLog: 'Show in the log',
    next: 'Next request',
    again: 'Decide again',
    heldFor: (seconds: number) => `Held for ${String(seconds)} seconds. Undo with Z.`,
    undone: 'Undone. Nothing was sent.',
  },

  grants: {
    columns: { risk: 'Risk', who: 'Who holds what', tenant: 'Tenant', left: 'Time left', until: 'Until', act: 'Act' },
    sameZone: 'same zone',
    revoke: 'Revoke',
    revokeNow: 'Revoke now',
    revokeReason: 'Reason, if you like',
    revokeName: (who: string) => `Revoke ${who}`,
    revoked: 'Revocation is on its way.',
    key: 'revoke',
  },

  log: {
    whose: 'Whose log',
    verify: 'Verify now',
    verifyAgain: 'Verify again',
    verifying: 'Verifying',
    export: 'Export',
    exportEvidence: 'Export evidence',
    exported: 'Written to',
    columns: { time: 'Time', decision: 'Decision', entries: 'Entries', witness: 'Witness' },
    list: 'Decisions, newest first',
    witness: {
      witnessed: 'witnessed',
      'not-yet': 'not yet',
      'not-provable': 'not provable',
      'does-not-match': 'does not match',
    },
    notYet: (count: number) => `${number.format(count)} not yet`,
    tail: (witnessed: number, entries: number) =>
      `${number.format(witnessed)} of ${number.format(entries)} entries witnessed`,
    proved: (last: number) => (last === 1 ? '1 proved' : `1 to ${number.format(last)} proved`),
    notProvable: (first: number, last: number) =>
      first === last
        ? `${number.format(first)} not provable`
        : `${number.format(first)} to ${number.format(last)} not provable`,
    choose: 'Choose a decision to see its proof.',
    proof: 'Proof',
    proofDrawing: (steps: number) =>
      steps === 0
        ? 'The entry is the whole tree.'
        : `From the entry through ${counted(steps, 'neighbour', 'neighbours')} to the root.`,
    leaf: 'Leaf',
    root: 'Root',
    cosigned: 'Cosigned',
    notCosigned: 'not yet',
    copyProof: 'Copy proof',
    copied: 'Copied',
    notCopied: 'Could not be copied',
    rawEnvelope: 'Raw envelope',
    shown: 'Shown',
    toDo: 'What to do',
    toDoSteps: [
      'Export the evidence. It holds this log as it is, with its proofs.',
      'Tell whoever runs the queue. Their witness keeps its own copy.',
      'To grant again begin a new log, which asks to be admitted anew: doorward keys recover',
    ],
  },

  keys: {
    groups: { move: 'Move', decide: 'Decide', grants: 'Live grants', anywhere: 'Anywhere' },
    actions: {
      next: 'Next',
      previous: 'Previous',
      first: 'First',
      last: 'Last',
      open: 'Open',
      back: 'Back',
      arrivals: 'New arrivals',
      panes: 'Pane to pane',
      grant: 'Grant',
      deny: 'Deny',
      shorten: 'Shorten',
      shorter: 'Shorter',
      longer: 'Longer',
      undo: 'Undo while held',
      'send-now': 'Send now',
      revoke: 'Revoke',
      inbox: 'Inbox',
      grants: 'Live grants',
      log: 'Log',
      shortcuts: 'This sheet',
      quit: 'Quit',
    },
    hold: 'hold',
    names: { Enter: 'Enter', Escape: 'Esc', Shift: 'Shift', Control: 'Ctrl', Meta: '⌘', Home: 'Home', End: 'End' },
  },
};
